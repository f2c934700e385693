import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseReplay } from '@/server/wechat/parse-replay'

const AT_MS = Date.UTC(2020, 10, 11, 3, 49, 55)
const raw = (differences: object = {}) => ({ media_url: 'https://videos.test/f0.mp4', create_time: '2020-11-11T03:49:55Z', expire_time: '2021-11-11T03:49:55Z', ...differences })
const createdOf = (create_time: unknown) => parseReplay(raw({ create_time }))?.createdAtMs ?? null

describe('a part of a replay', () => {
  it('is read as WeChat\'s example has it', () => {
    expect(parseReplay(raw())).toEqual({ mediaUrl: 'https://videos.test/f0.mp4', createdAtMs: AT_MS, expiresAtMs: Date.UTC(2021, 10, 11, 3, 49, 55) })
  })

  it.each([
    '2020-11-11T03:49:55Z',
    '2020-11-11T03:49:55.000Z',
    '2020-11-11T11:49:55+08:00',
    '2020-11-11 11:49:55',
    '2020-11-11t03:49:55z',
    AT_MS / 1000,
    String(AT_MS / 1000),
    AT_MS,
    String(AT_MS),
  ])('was made at %s', time => expect(createdOf(time)).toBe(AT_MS))

  it.each([null, undefined, '', 'yesterday', 0, '0', -1, Number.NaN, 1e300, '9'.repeat(40), '2020-13-41T03:49:55Z', '2020-11', '0001-01-01T00:00:00Z', true, ['1605066595'], {}])('was made at no time at all: %s', (time) => {
    expect(createdOf(time)).toBeNull()
    expect(parseReplay(raw({ expire_time: time }))).toMatchObject({ expiresAtMs: null })
  })

  it.each([undefined, null, '', ' ', 7, 'f0.mp4', 'javascript:alert(1)', 'ftp://videos.test/f0.mp4', 'https://', ['https://videos.test/f0.mp4']])('is none with the address %s', (media_url) => {
    expect(parseReplay(raw({ media_url }))).toBeNull()
  })

  it.each([null, undefined, 7, 'replay', [], [raw()], {}])('is none when it is %j', input => expect(parseReplay(input)).toBeNull())

  it('may be anything, and is then whole or none', () => {
    const anything = fc.oneof(fc.anything(), fc.string(), fc.double(), fc.date({ noInvalidDate: true }).map(date => date.toISOString()))
    fc.assert(fc.property(fc.record({ media_url: fc.oneof(anything, fc.string().map(path => `https://videos.test/${path}`)), create_time: anything, expire_time: anything }), (input) => {
      const replay = parseReplay(input)
      if (replay === null)
        return
      expect(Number.isSafeInteger(replay.createdAtMs)).toBe(true)
      expect(replay.expiresAtMs === null || Number.isSafeInteger(replay.expiresAtMs)).toBe(true)
    }))
  })
})
