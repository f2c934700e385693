import type { Finding } from '../finding'
import type { Output } from '../output'
import { posix } from 'node:path'
import { found } from '../finding'
import { pluginUrl } from '../mini-program'
import { routesOf } from '../program-of-output'

/** Outputs that nothing mounts, or that have no page. */
export function checkAlive({ kind, app, texts }: Output): Finding[] {
  if (kind === 'web' || !app)
    return []
  const main = texts.find(({ file }) => file === 'app.js')
  const isUniApp = texts.some(({ file }) => file === 'common/vendor.js')
  return [
    ...(routesOf(app).length > 0 ? [] : [found('output-dead', 'app.json lists no page.', { file: 'app.json', line: app.lineOf('pages') })]),
    ...(main ? [] : [found('output-dead', 'There is no app.js.')]),
    ...(main && isUniApp && !/\.mount\(|\bcreateApp\(/.test(main.text) ? [found('output-dead', 'app.js mounts no app, although the compiler may have said "Build complete".', { file: 'app.js', line: null })] : []),
  ]
}

/** Pages and components that are named and not there. */
export function checkFilesExist({ kind, app, files, program }: Output): Finding[] {
  if (kind === 'web' || !app || !program)
    return []
  const there = new Set(files.map(({ file }) => file))
  const pages = routesOf(app).flatMap(route => ['js', 'wxml'].filter(ending => !there.has(`${route}.${ending}`)).map(ending => found('output-file-missing', `app.json lists the page ${route}, but ${route}.${ending} is not there.`, { file: 'app.json', line: null })))
  const components = [
    ...program.globalRegistrations.map(one => ({ ...one, from: 'app' })),
    ...program.parts.flatMap(({ route, registrations }) => registrations.map(one => ({ ...one, from: route }))),
  ].flatMap(({ tag, url, place, from }) => {
    const isPackage = !/^[./]/.test(url) && !there.has(`${posix.join(posix.dirname(from), url)}.js`)
    const target = url.startsWith('/') ? url.slice(1) : posix.join(posix.dirname(from), url)
    return pluginUrl(url) || isPackage || there.has(`${target}.js`) || there.has(`${target}/index.js`) ? [] : [found('output-file-missing', `<${tag}> is registered as "${url}", but ${target}.js is not there.`, place)]
  })
  return [...pages, ...components]
}
