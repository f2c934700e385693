// @ts-check
import { el } from './dom.js'
import { problems, retry, retryAfter } from './text.js'

/**
 * What went wrong and what helps, with a button to try again.
 * @param {import('./api.js').Problem} problem
 * @param {() => void} again
 */
export function problemNote({ kind, retryAfterSeconds }, again) {
  const { title, advice } = problems[kind]
  const words = retryAfterSeconds === null ? advice : `${advice}${retryAfter(retryAfterSeconds)}`
  return el('section', { class: 'card problem', role: 'alert' }, el('h2', {}, title), el('p', {}, words), el('button', { type: 'button', class: 'primary', click: again }, retry))
}
