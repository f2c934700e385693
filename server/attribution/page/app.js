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
const progress = el('p', { class: 'unseen', role: 'status' })

let current = new AbortController()
/** What the figures on the page are of; empty when there are none. */
let shown = ''
/** @type {string | null} */
let problemShown = null

/** @param {boolean} isWrong */
function askForKey(isWrong) {
  keyOfTab.forget()
  begin()
  tools.hidden = true
  shown = ''
  progress.textContent = ''
  main.removeAttribute('aria-busy')
  main.replaceChildren(signInForm(isWrong, (key) => {
    keyOfTab.set(key)
    void show()
  }))
  main.querySelector('input')?.focus()
}

// Whatever is still under way is for a place that nobody looks at any more.
function begin() {
  const before = current
  current = new AbortController()
  problemShown = null
  return { until: current.signal, leave: () => before.abort() }
}

/** Shows the place that the address names. Figures of the same place stay until the new ones are there. */
async function show() {
  const key = keyOfTab.get()
  if (key === null)
    return askForKey(false)
  const place = placeOf(location.hash)
  const { until, leave } = begin()
  tools.hidden = false
  chooser.replaceChildren(...PERIOD_DAYS.map(days => el('a', { 'href': hashOf({ ...place, days }), 'aria-current': days === place.days ? 'true' : false }, periods[days])))
  progress.textContent = shell.loading
  main.setAttribute('aria-busy', 'true')
  if (shown !== hashOf(place)) {
    leave()
    shown = ''
    main.replaceChildren(...[1, 2, 3].map(() => el('div', { 'class': 'card skeleton', 'aria-hidden': 'true' })))
  }
  const nowMs = Date.now()
  const asking = { api: createApi(key, GATEWAY, fetch.bind(globalThis)), period: lastDays(place.days, nowMs), nowMs, until, addressOf: (/** @type {number | null} */ roomId) => hashOf({ ...place, roomId }) }
  try {
    const sections = await (place.roomId === null ? overview(asking) : roomView(place.roomId, asking))
    if (until !== current.signal)
      return
    leave()
    main.replaceChildren(...sections)
    shown = hashOf(place)
  }
  catch (thrown) {
    if (until === current.signal)
      showProblem(thrown)
  }
  if (until === current.signal) {
    progress.textContent = ''
    main.removeAttribute('aria-busy')
  }
}

/** @param {unknown} thrown */
function showProblem(thrown) {
  const problem = thrown instanceof Problem ? thrown : new Problem('failed')
  if (problem.kind === 'wrong-key')
    return askForKey(true)
  problemShown = problem.kind
  const note = problemNote(problem, () => void show())
  main.querySelector(':scope > .problem')?.remove()
  if (shown === '')
    main.replaceChildren(note)
  else
    main.prepend(note)
  // A mistake of the page's own belongs into the console; the gateway's answers do not.
  if (!(thrown instanceof Problem))
    reportError(thrown)
}

/** @param {Event} event */
function showLateProblem(event) {
  if (event instanceof CustomEvent)
    showProblem(event.detail)
}

document.title = shell.title
document.body.append(el('header', { class: 'top' }, el('div', { class: 'brand' }, el('h1', {}, shell.title), el('p', { class: 'note' }, shell.subtitle)), tools), progress, main, el('footer', { class: 'note' }, shell.daysNote))
addEventListener('hashchange', () => void show().then(() => {
  scrollTo(0, 0)
  main.focus({ preventScroll: true })
}))
addEventListener('online', () => problemShown === 'offline' && void show())
void show()
