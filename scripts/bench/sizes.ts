import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { BUILDS, EMPTY_BUILDS } from './builds'
import { printTable } from './print-table'

/** How many bytes an output has of one kind. */
export interface SizeMeasure {
  readonly build: string
  readonly kind: string
  readonly bytes: number
}

const KINDS: Readonly<Record<string, string>> = { '.js': 'scripts', '.wxml': 'templates', '.wxss': 'styles', '.css': 'styles', '.json': 'settings', '.html': 'pages' }
const KB = 1024

/** What each output weighs, beside an empty project's by the same compiler. */
export function benchSizes(folder: string): readonly SizeMeasure[] {
  const measures: SizeMeasure[] = []
  const rows = [['output', 'all KB', 'main package KB', 'scripts', 'of them vendor.js', 'templates', 'styles', 'other', 'times the empty project']]
  const floor = totalOf(filesOf(join(folder, EMPTY_BUILDS.mini)))
  for (const build of [EMPTY_BUILDS.mini, ...BUILDS.filter(build => build !== 'h5')]) {
    const files = filesOf(join(folder, build))
    const byKind = kindsOf(files)
    const vendor = totalOf(files.filter(({ name }) => name.endsWith('vendor.js')))
    const settings = JSON.parse(readFileSync(join(folder, build, 'app.json'), 'utf8')) as { subPackages?: readonly { root: string }[] }
    const main = files.filter(({ name }) => !(settings.subPackages ?? []).some(({ root }) => name.startsWith(`${root}/`)))
    const other = totalOf(files) - byKind('scripts') - byKind('templates') - byKind('styles')
    rows.push([build, ...[totalOf(files), totalOf(main), byKind('scripts'), vendor, byKind('templates'), byKind('styles'), other].map(kb), (totalOf(files) / floor).toFixed(2)])
    measures.push(
      { build, kind: 'framework', bytes: vendor },
      { build, kind: 'scripts', bytes: byKind('scripts') - vendor },
      { build, kind: 'templates', bytes: byKind('templates') },
      { build, kind: 'styles', bytes: byKind('styles') },
      { build, kind: 'other', bytes: other },
    )
  }
  printTable('Bytes of the mini-programs, beside an empty uni-app project by the same compiler', rows)

  const first = firstLoadOf(join(folder, 'h5'))
  const empty = firstLoadOf(join(folder, EMPTY_BUILDS.browser))
  printTable('Bytes of the first page in a browser, compressed with gzip (index.html and what it names)', [
    ['output', 'files', 'KB', 'times the empty project'],
    ...[['empty h5', empty] as const, ['h5', first] as const].map(([name, load]) => [name, String(load.files), kb(load.bytes), (load.bytes / empty.bytes).toFixed(2)]),
  ])
  return measures
}

interface BuiltFile { readonly name: string, readonly bytes: number }

function filesOf(folder: string): readonly BuiltFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => ({ name: name.replaceAll('\\', '/'), stats: statSync(join(folder, name)) }))
    .filter(({ stats }) => stats.isFile())
    .map(({ name, stats }) => ({ name, bytes: stats.size }))
}

function kindsOf(files: readonly BuiltFile[]): (kind: string) => number {
  return kind => totalOf(files.filter(({ name }) => KINDS[extname(name)] === kind))
}

function totalOf(files: readonly BuiltFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0)
}

// What the browser must have before anything is drawn; pages come when they are opened, but for the first.
function firstLoadOf(folder: string): { files: number, bytes: number } {
  const html = readFileSync(join(folder, 'index.html'), 'utf8')
  const named = [...html.matchAll(/(?:src|href)="\/?(assets\/[^"]+)"/g)].map(([, name = '']) => name)
  const files = ['index.html', ...new Set(named)]
  return { files: files.length, bytes: files.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).length, 0) }
}

function kb(bytes: number): string {
  return (bytes / KB).toFixed(1)
}
