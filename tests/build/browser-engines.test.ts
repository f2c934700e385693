import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { outputOf, WECHAT_BUILDS } from './support/built'

// Words that a minifier cannot take away.
const ENGINES = { 'hls.js': 'hlsFragLoading', 'mpegts.js': 'TransmuxingController' }

// What a module fetches before it runs; import(…) is fetched later.
const STATIC_IMPORT = /(?:\bfrom|\bimport)\s*"(\.[^"]+)"/g

function fetchedWith(first: readonly string[]): Set<string> {
  const { text } = outputOf('h5')
  const fetched = new Set<string>(first)
  for (const file of fetched) {
    for (const [, path = ''] of text(file).matchAll(STATIC_IMPORT)) fetched.add(posix.join(posix.dirname(file), path))
  }
  return fetched
}

describe.each(Object.entries(ENGINES))('%s', (_, mark) => {
  const holders = (): string[] => outputOf('h5').filesWith(mark)

  it('is in one file of the H5 build, and in none for WeChat', () => {
    expect(holders()).toHaveLength(1)
    for (const build of WECHAT_BUILDS) expect(outputOf(build).filesWith(mark), build).toEqual([])
  })

  it('is not in what a browser fetches at first', () => {
    const scripts = [...outputOf('h5').text('index.html').matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, file = '']) => file)
    expect(scripts).not.toEqual([])
    expect([...fetchedWith(scripts)].filter(file => holders().includes(file))).toEqual([])
  })

  it('is not in what the page of the player fetches before it knows what to play', () => {
    const pages = outputOf('h5').files.filter(file => /\/src-live-player-player\.[^/]+\.js$/.test(file))
    expect(pages).toHaveLength(1)
    const fetched = [...fetchedWith(pages)]
    expect(fetched.length).toBeGreaterThan(1)
    expect(fetched.filter(file => holders().includes(file))).toEqual([])
  })
})
