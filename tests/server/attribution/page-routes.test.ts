import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { attributionPage } from '@/server/attribution/page-routes'
import { serve } from '../support/serve'

const PAGE_DIR = join(import.meta.dirname, '../../../server/attribution/page')
const CHINESE = /\p{Script=Han}/u
// Addresses in html, and imports in modules.
const NAMED = /(?:src|href)="(?!data:)([^"]+)"|^import .*?'(\.[^']+)'$/gm

async function servePage() {
  return await serve(attributionPage('http://gateway.test'))
}

/** Everything that a text names, as addresses. */
function namedIn(text: string, base: string): string[] {
  return [...text.matchAll(NAMED)].map(([, address, module]) => new URL(address ?? module ?? '', base).href)
}

describe('the attribution page', () => {
  it('is html that no one keeps, frames or adds scripts to', async () => {
    const { get } = await servePage()
    const { status, headers } = await get('/attribution')
    expect(status).toBe(200)
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': 'default-src \'none\'; script-src \'self\'; style-src \'self\'; connect-src \'self\'; frame-ancestors \'none\'; base-uri \'none\'; form-action \'none\'; img-src \'self\' data: https: http://gateway.test',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
  })

  it('names only files that are there, and theirs too', async () => {
    const { url, get } = await servePage()
    const seen = new Set<string>()
    const waiting = [`${url}/attribution`]
    for (const address of waiting) {
      if (seen.has(address))
        continue
      seen.add(address)
      const { status, text, headers } = await get(address.slice(url.length))
      expect({ address, status, nosniff: headers.get('x-content-type-options') }).toEqual({ address, status: 200, nosniff: 'nosniff' })
      expect(address.startsWith(url)).toBe(true)
      waiting.push(...namedIn(text, address))
    }
    const modules = (await readdir(PAGE_DIR)).filter(name => name.endsWith('.js'))
    const names = [...seen].map(address => address.split('/').at(-1))
    expect(names).toEqual(expect.arrayContaining([...modules, 'page.css', 'uPlot.esm.js', 'uPlot.min.css']))
  })

  it.each([['app.js', 'text/javascript; charset=utf-8'], ['page.css', 'text/css; charset=utf-8'], ['uPlot.esm.js', 'text/javascript; charset=utf-8']])('lets browsers keep %s, if they ask whether it is new', async (name, type) => {
    const { get } = await servePage()
    const first = await get(`/attribution/assets/${name}`)
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[\w-]{22}"$/)
    expect(Object.fromEntries(first.headers)).toMatchObject({ 'cache-control': 'no-cache', 'content-type': type })
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`])
      expect(await get(`/attribution/assets/${name}`, { headers: { 'if-none-match': known } })).toMatchObject({ status: 304, text: '' })
    expect(await get(`/attribution/assets/${name}`, { headers: { 'if-none-match': '"other"' } })).toMatchObject({ status: 200, text: first.text })
  })

  it.each(['page.html', 'uPlot.esm.d.ts', 'nothing.js', '..%2Fpage-routes.ts', '%2e%2e%2fadmin-key.ts', 'constructor', '__proto__'])('hands out nothing else, such as %s', async (name) => {
    const { get } = await servePage()
    expect(await get(`/attribution/assets/${name}`)).toMatchObject({ status: 404, body: { error: { code: 'not-found' } } })
  })
})

describe('the files of the page', () => {
  const read = async () => Promise.all((await readdir(PAGE_DIR)).map(async name => ({ name, text: await readFile(join(PAGE_DIR, name), 'utf8') })))

  it('have their words in one place', async () => {
    const files = await read()
    expect(files.filter(({ text }) => CHINESE.test(text)).map(({ name }) => name)).toEqual(['text.js'])
  })

  it('have no script or style where the policy allows none, and make no markup out of text', async () => {
    for (const { name, text } of await read()) {
      expect.soft(text, name).not.toMatch(/\son\w+="|\sstyle=|'style'|<style|<script(?![^>]*src=)|javascript:/)
      expect.soft(text, name).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|eval\(|localStorage/)
    }
  })

  it('say all words that there are', async () => {
    const files = await read()
    const words = files.find(({ name }) => name === 'text.js')?.text ?? ''
    const elsewhere = files.filter(({ name }) => name !== 'text.js').map(({ text }) => text).join('\n')
    const names = [...words.matchAll(/^export const (\w+)/gm)].map(([, name = '']) => name)
    expect(names.length).toBeGreaterThan(10)
    expect(names.filter(name => !new RegExp(`\\b${name}\\b`).test(elsewhere))).toEqual([])
  })
})
