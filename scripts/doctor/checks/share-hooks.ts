import type { Finding } from '../finding'
import type { Project } from '../project'
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
    return mixins.length > 0
      ? []
      : program.parts.filter(({ isPage }) => isPage).flatMap(({ route, template: { file } }) => [...hooksOf(file)]
          .filter(hook => !(scripts.get(file) ?? '').includes(hook))
          .map(hook => found('share-hooks-lost', `The page ${route} leaves ${hook} to something that it calls, so its own script lacks the word and the built page has no such hook.`, { file, line: null })))
  })
}
