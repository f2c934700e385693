import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readStreams } from '@/server/own-media/read-streams'
import { parseStreams } from '@/src/domain/stream'

const TEA = { id: 'tea', title: '茶室', liveUrl: 'https://media.test/tea.flv' }

const problemsOf = (...entries: unknown[]) => readStreams(JSON.stringify(entries)).problems

async function aFile(text: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'weixin-live-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  const path = join(dir, 'streams.json')
  await writeFile(path, text)
  return path
}

describe('the shop\'s own streams', () => {
  it('need an id, a title and one address; the rest has a default', () => {
    expect(readStreams(JSON.stringify([TEA]))).toEqual({
      items: [{ ...TEA, hlsUrl: '', coverUrl: '', orientation: 'vertical' }],
      problems: [],
    })
  })

  it('keep their order and everything that is said of them', () => {
    const whole = { id: 'k-1_A', title: '厨房', liveUrl: 'rtmp://media.test/live/k?sign=1', hlsUrl: 'http://media.test/k.m3u8', coverUrl: 'https://media.test/k.jpg', orientation: 'horizontal' }
    expect(readStreams(JSON.stringify([whole, TEA])).items).toMatchObject([whole, TEA])
  })

  it('may be none', () => {
    expect(readStreams('[]')).toEqual({ items: [], problems: [] })
  })

  it('may be in a file', async () => {
    expect(readStreams(await aFile(JSON.stringify([TEA]))).items).toMatchObject([TEA])
    // As some editors write it.
    expect(readStreams(await aFile(`\uFEFF${JSON.stringify([TEA])}`)).items).toMatchObject([TEA])
  })

  it('without ids are not taken for the same', () => {
    expect(problemsOf({ ...TEA, id: '' }, { ...TEA, id: '' }).filter(problem => problem.includes('before it'))).toEqual([])
  })

  it.each([
    ['[{', /^STREAMS begins with "\[" but is not JSON/],
    ['/does/not/exist.json', /^STREAMS must be JSON that begins with "\[", or the path of a JSON file that can be read, but \/does\/not\/exist\.json cannot/],
    [tmpdir(), /^STREAMS must be JSON .*, or the path of a JSON file that can be read/],
  ])('cannot be read out of %s', (setting, problem) => {
    expect(readStreams(setting)).toEqual({ items: [], problems: [expect.stringMatching(problem)] })
  })

  it('cannot be read out of a file of something else', async () => {
    expect(readStreams(await aFile('not json')).problems).toEqual([expect.stringMatching(/^STREAMS: the file .*streams\.json is not JSON$/)])
    expect(readStreams(await aFile('{"streams":[]}')).problems).toEqual([expect.stringMatching(/^STREAMS: the file .*streams\.json must hold a list/)])
  })

  it.each([
    [7, /entry 1 must be an object/],
    [null, /entry 1 must be an object/],
    [{ ...TEA, id: undefined }, /entry 1 must have an "id"/],
    [{ ...TEA, id: 7 }, /entry 1 must have an "id"/],
    [{ ...TEA, id: 'a b' }, /entry 1 must have an "id" of 1 to 64 letters/],
    [{ ...TEA, title: ' ' }, /entry 1 \(tea\) must have a "title"/],
    [{ ...TEA, title: '茶'.repeat(101) }, /entry 1 \(tea\) must have a "title" of 1 to 100 characters/],
    [{ ...TEA, liveUrl: 'webrtc://media.test/tea' }, /entry 1 \(tea\) must have a "liveUrl" that begins with https:\/\/, http:\/\/ or rtmp:/],
    [{ ...TEA, liveUrl: 'https://media.test/t ea.flv' }, /"liveUrl"/],
    [{ ...TEA, liveUrl: 'https:///tea.flv' }, /"liveUrl"/],
    [{ ...TEA, liveUrl: `https://media.test/${'x'.repeat(2048)}` }, /"liveUrl"/],
    [{ ...TEA, liveUrl: null }, /"liveUrl"/],
    [{ ...TEA, hlsUrl: 'rtmp://media.test/tea' }, /entry 1 \(tea\) must have an "hlsUrl"/],
    [{ ...TEA, coverUrl: 'tea.jpg' }, /entry 1 \(tea\) must have a "coverUrl"/],
    [{ ...TEA, liveUrl: '' }, /entry 1 \(tea\) has nothing to play/],
    [{ ...TEA, orientation: 'portrait' }, /entry 1 \(tea\) must have an "orientation" of vertical or horizontal/],
    [{ ...TEA, liveURL: '' }, /entry 1 \(tea\) has fields that mean nothing here: liveURL; there are id, title/],
  ])('are refused with %j', (entry, problem) => {
    expect(problemsOf(entry)).toEqual([expect.stringMatching(problem)])
    expect(problemsOf(entry)[0]).toMatch(/^STREAMS: /)
  })

  it('cannot share an id', () => {
    expect(problemsOf(TEA, { ...TEA, id: 'other' }, TEA)).toEqual(['STREAMS: entry 3 (tea) has an id that an entry before it has'])
  })

  it('are all looked at, so that all mistakes are told at once', () => {
    expect(problemsOf({ ...TEA, title: '', hlsUrl: 'x' }, 7)).toHaveLength(3)
  })

  it('are what the app reads, whatever was accepted', () => {
    const address = fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.constantFrom('', 'rtmp://h/x', 'HTTPS://H/X', 'https://ä.test/x', 'https://user@h:99999/', 'http://[::1]/x', 'https://h\u3000/x', 'https:\\\\h'), fc.string())
    const entry = fc.record({ id: fc.stringMatching(/^[\w-]{1,5}$/), title: fc.string({ maxLength: 110 }), liveUrl: address, hlsUrl: address, coverUrl: address, orientation: fc.constantFrom('vertical', 'horizontal') }, { requiredKeys: ['id', 'title'] })
    fc.assert(fc.property(fc.array(entry, { maxLength: 3 }), (entries) => {
      const { items } = readStreams(JSON.stringify(entries))
      expect(parseStreams({ streams: items })).toEqual(items)
    }), { numRuns: 500 })
  })

  it('never make reading fail, whatever the setting is', () => {
    const anything = fc.oneof(fc.json(), fc.array(fc.jsonValue()).map(list => JSON.stringify(list)), fc.string().map(text => `[${text}`))
    fc.assert(fc.property(anything.filter(text => text.startsWith('[')), (setting) => {
      const { items, problems } = readStreams(setting)
      expect(items.length === 0 || problems.length === 0).toBe(true)
    }))
  })
})
