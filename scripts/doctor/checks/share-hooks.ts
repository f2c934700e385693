import type { Finding } from '../finding'
import type { HooksOf } from '../hook-graph'
import type { Part } from '../mini-program'
import type { Output } from '../output'
import type { Project } from '../project'
import { posix } from 'node:path'
import { found } from '../finding'
import { hookGraph } from '../hook-graph'

const HOOKS = ['onShareAppMessage', 'onShareTimeline', 'onPageScroll']

/** Pages that leave their share hooks to what they call, where the compiler does not see them. */
export function checkShareHooks({ builds, inputDir }: Project): Finding[] {
  return builds.flatMap(({ program }) => {
    const hooksOf = hookGraph(program.scripts, HOOKS, inputDir)
    const scripts = new Map(program.scripts.map(({ file, text }) => [file, text]))
    // A global mixin is registered with every page.
    const mixins = [...scripts].filter(([file, text]) => /(?:^|\/)main\.[jt]s$/.test(file) && /\.mixin\(/.test(text))
    return mixins.length > 0 ? [] : program.parts.filter(({ isPage }) => isPage).flatMap(page => lostHooks(page, scripts, hooksOf))
  })
}

function lostHooks({ route, template }: Part, scripts: ReadonlyMap<string, string>, hooksOf: HooksOf): Finding[] {
  const { file } = template
  // The compiled template stands in the same file.
  const isLost = (hook: string): boolean => !`${scripts.get(file) ?? ''}${template.text}`.includes(hook)
  const called = hooksOf(file, false)
  const place = { file, line: null }
  return [...hooksOf(file, true)].filter(isLost).map(hook => called.has(hook)
    ? found('share-hooks-lost', `The page ${route} leaves ${hook} to something that it calls, so its own script lacks the word and the built page has no such hook.`, place)
    : found('share-hooks-in-component', `A component on the page ${route} calls ${hook}, but the page's own script lacks the word, so the built page has no such hook.`, place))
}

/**
 * Pages of an output without hooks although something that they require calls one. Only development builds still say so:
 * published ones have short names.
 */
export function checkBuiltHooks({ program }: Output): Finding[] {
  const texts = new Map(program?.scripts.map(({ file, text }) => [file, text]))
  return (program?.parts ?? []).filter(({ isPage }) => isPage).flatMap(({ route }) => {
    const file = `${route}.js`
    const own = texts.get(file) ?? ''
    const required = [...own.matchAll(/\brequire\(["'](\.[^"']+)["']\)/g)].map(([, path = '']) => texts.get(posix.join(posix.dirname(file), path)) ?? '')
    return own.includes('__runtimeHooks')
      ? []
      : HOOKS.filter(hook => required.some(text => text.includes(`.${hook}(`))).map(hook => found('share-hooks-in-component', `Something that the page ${route} requires calls ${hook}, but the page is built without it (no __runtimeHooks).`, { file, line: null }))
  })
}
