import type { Finding } from '../finding'
import type { MiniProgram } from '../mini-program'
import type { Project } from '../project'
import { found } from '../finding'
import { objectIn } from '../json-file'
import { hasLivePlugin } from '../mini-program'
import { occurrencesIn } from '../text-file'

const BUILT_IN = '(?:Object|Function|Array|Promise|Map|Set|WeakMap|WeakSet|String|Number|Boolean|Symbol|RegExp|Date|Error|JSON|Math|Reflect)'
const PATCH = new RegExp(`(?<![\\w$.])(?:${BUILT_IN}(?:\\.prototype)?\\.[\\w$]+\\s*=(?![=>])|${BUILT_IN}\\.prototype\\[[^\\]\\n]{1,80}\\]\\s*=(?![=>])|Object\\.(?:defineProperty|defineProperties|assign)\\(\\s*${BUILT_IN}(?:\\.prototype)?\\s*,)`)
// uni-app's own, which runs only where WeChat brings no `finally`: no WeChat that can run the plugin.
const UNI_APP = /Promise\.prototype\.finally\s*=/

const POLYFILL = /^(?:core-js(?:\/|$)|@babel\/polyfill|babel-polyfill|es[567]-shim|es6-promise\/auto|promise-polyfill(?:$|\/src\/polyfill)|promise\.prototype\.finally\/auto|zone\.js)/

/** Code that changes what the live plugin has frozen. */
export function checkPatches(program: MiniProgram): Finding[] {
  const { scripts, isSource } = program
  if (!hasLivePlugin(program))
    return []
  const patches = scripts.flatMap(script => occurrencesIn(script, PATCH).filter(({ match }) => isSource || !UNI_APP.test(match[0])).map(({ match, place }) => found('frozen-built-ins', `"${match[0].trim()} …" changes what the live plugin freezes.`, place)))
  const imports = scripts.flatMap(script => occurrencesIn(script, /\b(?:from|import|require\()\s*["']([^"'\n]+)["']/).filter(({ match }) => POLYFILL.test(match[1] ?? '')).map(({ match, place }) => found('frozen-built-ins', `"${match[1]}" changes what the live plugin freezes.`, place)))
  return [...patches, ...imports]
}

/** Packages that are there to change JavaScript's own objects. */
export function checkPolyfillPackages({ packageJson, builds }: Project): Finding[] {
  return !builds.some(({ program }) => hasLivePlugin(program)) ? [] : Object.keys(objectIn(packageJson?.value ?? null, 'dependencies') ?? {}).filter(name => POLYFILL.test(name)).map(name => found('polyfill-dependency', `package.json depends on "${name}".`, { file: 'package.json', line: packageJson?.lineOf('dependencies', name) ?? null }))
}
