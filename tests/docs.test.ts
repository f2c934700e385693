import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CATALOGUE } from '@/scripts/doctor/catalogue'
import { ERROR_CODES } from '@/server/contract/common'
import { weChatErrorFromCode } from '@/server/wechat/wechat-error'
import { channelsRefusalOf } from '@/src/domain/channels-live'
import { playerNoticeOf } from '@/src/domain/player-code'
import { TOUCH_REFUSALS } from '@/src/domain/touch-api'
import { playerText, replayText } from '@/src/live/text'
import { errorText, roomListNoticeText, roomNotFoundText } from '@/src/text'
import { importsIn, sourceFilesIn, withImports } from './docs/support/imports'
import { anchorsOf, archivedIn, examplesOf, linksOf, rowsOf } from './docs/support/markdown'

const DOCUMENTS = [...readdirSync('.'), ...readdirSync('docs').map(file => `docs/${file}`)].filter(file => file.endsWith('.md'))

const NOW_MS = Date.UTC(2026, 10, 25)
const read = (file: string): string => readFileSync(file, 'utf8')

describe('links in the documents', () => {
  const links = DOCUMENTS.flatMap(file => linksOf(read(file)).map(target => ({ file, target })))
  const own = links.filter(({ target }) => !/^[a-z]+:/.test(target))

  it('lead to files and headings that are there', () => {
    const broken = own.filter(({ file, target }) => {
      const [path = '', anchor] = target.split('#')
      const found = path === '' ? file : join(dirname(file), path)
      return !existsSync(found) || (anchor !== undefined && !anchorsOf(read(found)).includes(decodeURIComponent(anchor)))
    })
    expect(own.length).toBeGreaterThan(20)
    expect(broken).toEqual([])
  })

  it('to other places are whole https addresses', () => {
    const broken = links.filter(({ target }) => /^[a-z]+:/.test(target)).filter(({ target }) => !/^https:\/\/[\w.-]+\.[a-z]+(?:[/?#]\S*)?$/.test(target) || !URL.canParse(target))
    expect(broken).toEqual([])
  })

  it('lead from both start pages to every document, and to the same ones', () => {
    const linked = (file: string): string[] => [...new Set(linksOf(read(file)).map(target => target.split('#')[0] ?? '').filter(target => /^docs\/.*\.md$/.test(target)))].sort()
    // The two start pages of one name are told apart by language, and lead to each other.
    const start = (file: string): string => file.replace('.zh-CN', '')
    expect(linked('README.md').map(start)).toEqual([...new Set(DOCUMENTS.filter(file => file.startsWith('docs/')).map(start))].sort())
    expect(linked('README.zh-CN.md').map(start)).toEqual(linked('README.md').map(start))
  })
})

describe('the list of errors', () => {
  const rows = rowsOf(read('docs/errors.md'))
  const rowWith = (...words: string[]): boolean => rows.some(row => words.every(word => row.includes(word)))

  it('has every failure that customers read, by its words and its kind', () => {
    const missing = Object.entries(errorText).filter(([kind, { title }]) => !rowWith(title, `\`${kind}\``))
    expect(missing).toEqual([])
    expect(rowWith(roomNotFoundText.title, '`room-not-found`')).toBe(true)
  })

  it('has every notice, and what stands in the place of a video', () => {
    const notices = [
      roomListNoticeText({ kind: 'client-too-old' }, NOW_MS),
      roomListNoticeText({ kind: 'offline', atMs: null }, NOW_MS),
      roomListNoticeText({ kind: 'refresh-failed', atMs: null }, NOW_MS),
    ].map(({ message }) => message)
    const titles = [...Object.values(playerText.failure), playerText.unplayable, ...Object.values(replayText)].flatMap(words => typeof words === 'object' ? [words.title] : [])
    expect([...notices, ...titles].filter(words => !rowWith(words))).toEqual([])
  })

  it('has every code of the gateway, with each HTTP status that it comes with', () => {
    expect(ERROR_CODES.filter(code => !rowWith(`| \`${code}\` |`))).toEqual([])
    const sources = readdirSync('server', { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts')).map(file => read(join('server', file))).join('\n')
    const pairs = [...sources.matchAll(/(?:GatewayError\(|: \[)(\d{3}), '([a-z-]+)'/g)].map(([, status = '', code = '']) => [code, status] as const)
    expect(pairs.length).toBeGreaterThan(40)
    expect(pairs.filter(([code, status]) => !rows.some(row => row.startsWith(`| \`${code}\` |`) && row.split('|')[2]?.includes(status)))).toEqual([])
  })

  it('has every reason why the gateway refuses a touch', () => {
    expect(TOUCH_REFUSALS.filter(code => !rowWith(`| \`${code}\` |`))).toEqual([])
  })

  it('has every number of WeChat that has a name here', () => {
    const known = numbers([-1, 2000], [40_000, 49_000], [61_000, 61_100], [300_000, 300_100], [9_410_000, 9_410_010])
      .map(code => ({ code, kind: weChatErrorFromCode(code, '', []).kind }))
      .filter(({ kind }) => kind !== 'wechat-error')
    expect(known.length).toBe(21)
    expect(known.filter(({ code, kind }) => !rowWith(printed(code), `\`${kind}\``))).toEqual([])

    const refusals = numbers([40_000, 40_100], [100_000, 100_100], [1_416_000, 1_417_000]).flatMap((code) => {
      const reason = channelsRefusalOf(code)
      return reason ? [{ code, reason }] : []
    })
    expect(refusals.length).toBe(4)
    expect(refusals.filter(({ code, reason }) => !rowWith(`| ${code} | \`${reason}\` |`))).toEqual([])
  })

  it('is found by a word of every problem that the doctor knows', () => {
    expect(Object.entries(CATALOGUE).filter(([, { words }]) => !words.some(word => rowWith(word))).map(([id]) => id)).toEqual([])
  })

  it('has every code of the player', () => {
    const notices = numbers([-2400, 4000]).flatMap(code => playerNoticeOf(code) ?? []).filter(({ signal }) => signal !== 'undocumented')
    expect(notices.length).toBe(25)
    expect(notices.filter(({ code, signal }) => !rowWith(`| ${printed(code)} | \`${signal}\` |`))).toEqual([])
  })
})

describe('the composables for projects of one\'s own', () => {
  const markdown = read('docs/composables.md')
  const listed = archivedIn(markdown)
  const files = listed.flatMap(sourceFilesIn)

  it('come with everything that they import', () => {
    expect(listed.filter(path => !existsSync(path))).toEqual([])
    expect(withImports(files).filter(file => !files.includes(file))).toEqual([])
  })

  it('come with no file that they do not need', () => {
    const needed = withImports(['use-live-status', 'use-subscribe', 'use-share-params'].map(name => `src/composables/${name}.ts`))
    // The pure domain is copied as a whole; types of the platform are seen by the compiler without an import.
    expect(files.filter(file => !needed.includes(file) && !file.startsWith('src/domain/') && !file.endsWith('.d.ts'))).toEqual([])
  })

  it('are shown in use with nothing that is not copied, not shown, or not there', () => {
    const examples = examplesOf(markdown)
    expect(examples.map(({ file }) => file)).toContain('App.vue')
    const broken = examples.flatMap(({ file, code }) => importsIn(code).flatMap(({ from, names }) => {
      if (!from.startsWith('@/src/'))
        return []
      const source = `${from.slice(2)}.ts`
      const there = files.includes(source) ? read(source) : ''
      return names.filter(name => !new RegExp(`export (?:type |interface |const |function )${name}\\b`).test(there)).map(name => `${file}: ${name} from ${from}`)
    }))
    expect(broken).toEqual([])
  })
})

function numbers(...ranges: ReadonlyArray<readonly [from: number, to: number]>): number[] {
  return ranges.flatMap(([from, to]) => Array.from({ length: to - from }, (_, index) => from + index))
}

// The documents write a minus sign, not a hyphen.
function printed(code: number): string {
  return String(code).replace('-', '−')
}
