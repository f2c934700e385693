// @ts-check
import { createApi, Problem } from './api.js'
import { lastDays } from './days.js'
import { el } from './dom.js'
import { overview } from './overview.js'
import { problemNote } from './problem-note.js'
import { roomView } from './room.js'
import { keyOfTab, signInForm } from './sign-in.js'
import { periods, shell } from './text.js'
import { hashOf, PERIOD_DAYS, placeOf } from './view.js'

// …/attribution/assets/app.js, wherever the gateway is put.
const GATEWAY = new URL('../../', import.meta.url)

const main = el('main', { tabindex: '-1', problem: event => showLateProblem(event) })
const chooser = el('nav', { 'class': 'chooser', 'aria-label': shell.period })
const refresh = el('button', { type: 'button', class: 'quiet', click: () => void show() }, shell.refresh)
const signOut = el('button', { type: 'button', class: 'quiet', click: () => askForKey(false) }, shell.signOut)
const tools = el('div', { class: 'tools' }, chooser, refresh, signOut)
const footer = el('footer', { class: 'note' }, shell.daysNote)
const progress = el('p', { class: 'unseen', role: 'status' })

// Only the latest turn may draw: what is still under way before it is for a place that nobody looks at any more.
let turn = 0
let drawn = new AbortController()
/** What the figures on the page are of; empty when there are none. */
let shown = ''
/** @type {string | null} */
let problemShown = null

/** @param {boolean} isWrong */
function askForKey(isWrong) {
  keyOfTab.forget()
  turn++
  tools.hidden = footer.hidden = true
  rest()
  clear(signInForm(isWrong, (key) => {
    keyOfTab.set(key)
    void show()
  }))
  main.querySelector('input')?.focus()
}

/** @param {...Node} instead */
function clear(...instead) {
  drawn.abort()
  shown = ''
  problemShown = null
  main.replaceChildren(...instead)
}

function rest() {
  progress.textContent = ''
  main.removeAttribute('aria-busy')
}

/** @param {ReturnType<typeof placeOf>} place */
function drawChooser(place) {
  const hadFocus = chooser.contains(document.activeElement)
  chooser.replaceChildren(...PERIOD_DAYS.map(days => el('a', { 'href': hashOf({ ...place, days }), 'aria-current': days === place.days ? 'true' : false }, periods[days])))
  const chosen = chooser.querySelector('[aria-current]')
  if (hadFocus && chosen instanceof HTMLElement)
    chosen.focus()
}

/** Shows the place that the address names. Figures of the same place stay until the new ones are there. */
async function show() {
  const key = keyOfTab.get()
  if (key === null)
    return askForKey(false)
  const mine = ++turn
  const place = placeOf(location.hash)
  const until = new AbortController()
  tools.hidden = footer.hidden = false
  drawChooser(place)
  progress.textContent = shell.loading
  main.setAttribute('aria-busy', 'true')
  if (shown !== hashOf(place))
    clear(...[1, 2, 3].map(() => el('div', { 'class': 'card skeleton', 'aria-hidden': 'true' })))
  const nowMs = Date.now()
  const asking = { api: createApi(key, GATEWAY, fetch.bind(globalThis)), period: lastDays(place.days, nowMs), nowMs, until: until.signal, addressOf: (/** @type {number | null} */ roomId) => hashOf({ ...place, roomId }) }
  try {
    const sections = await (place.roomId === null ? overview(asking) : roomView(place.roomId, asking))
    if (mine !== turn)
      return until.abort()
    clear(...sections)
    drawn = until
    shown = hashOf(place)
    rest()
  }
  catch (thrown) {
    until.abort()
    if (mine === turn)
      showProblem(thrown)
  }
}

/** @param {unknown} thrown */
function showProblem(thrown) {
  const problem = problemOf(thrown)
  if (problem.kind === 'wrong-key')
    return askForKey(true)
  rest()
  const note = problemNote(problem, () => void show())
  main.querySelector(':scope > .problem')?.remove()
  if (shown === '')
    clear(note)
  else
    main.prepend(note)
  problemShown = problem.kind
}

/** @param {Event} event a list could not load more: said where the button is */
function showLateProblem(event) {
  const problem = problemOf(event instanceof CustomEvent ? event.detail : null)
  const button = event.target
  if (problem.kind === 'wrong-key')
    return askForKey(true)
  if (!(button instanceof HTMLElement))
    return
  const note = problemNote(problem, () => {
    note.remove()
    button.click()
  })
  const row = button.parentElement
  if (row?.previousElementSibling?.matches('.problem'))
    row.previousElementSibling.remove()
  row?.before(note)
}

/** @param {unknown} thrown */
function problemOf(thrown) {
  if (thrown instanceof Problem)
    return thrown
  // A mistake of the page's own belongs into the console; the gateway's answers do not.
  reportError(thrown)
  return new Problem('failed')
}

document.title = shell.title
document.body.append(el('header', { class: 'top' }, el('div', { class: 'brand' }, el('h1', {}, shell.title), el('p', { class: 'note' }, shell.subtitle)), tools), progress, main, footer)
addEventListener('hashchange', () => void show().then(() => {
  // Whoever chose a period goes on choosing; whoever opened a room reads on.
  if (chooser.contains(document.activeElement))
    return
  scrollTo(0, 0)
  main.focus({ preventScroll: true })
}))
addEventListener('online', () => problemShown === 'offline' && void show())
void show()
