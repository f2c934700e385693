import { Buffer } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CLIP_MS, MEDIA_DIR } from '@/server/simulator/clip'
import { endlessTags, parseFlv, timeOf } from '@/server/simulator/flv'
import { SIMULATED_STREAMS } from '@/server/simulator/own-media'

const [AUDIO, VIDEO, SCRIPT] = [8, 9, 18]

function tag(type: number, atMs: number, body: readonly number[]): Buffer {
  const bytes = Buffer.alloc(11 + body.length + 4)
  bytes.writeUInt8(type, 0)
  bytes.writeUIntBE(body.length, 1, 3)
  bytes.writeUIntBE(atMs % 2 ** 24, 4, 3)
  bytes.writeUInt8(Math.floor(atMs / 2 ** 24), 7)
  Buffer.from(body).copy(bytes, 11)
  bytes.writeUInt32BE(11 + body.length, 11 + body.length)
  return bytes
}

const HEADER = Buffer.from('464c5601050000000900000000', 'hex')
const [metadata, videoCoding, audioCoding] = [tag(SCRIPT, 0, [2, 0]), tag(VIDEO, 0, [0x17, 0]), tag(AUDIO, 0, [0xAF, 0])]
const sound = (atMs: number) => tag(AUDIO, atMs, [0xAF, 1, atMs % 256])
const key = (atMs: number) => tag(VIDEO, atMs, [0x17, 1, atMs % 256])
const picture = (atMs: number) => tag(VIDEO, atMs, [0x27, 1, atMs % 256])
const endOfVideo = (atMs: number) => tag(VIDEO, atMs, [0x17, 2])

// 100 ms long from its first key frame on, with another in the middle.
const FILE = Buffer.concat([HEADER, metadata, videoCoding, audioCoding, sound(0), key(20), sound(40), picture(60), key(70), sound(90), picture(110), sound(120), endOfVideo(110)])

function take(fromMs: number, count: number, clip = parseFlv(FILE, 100)) {
  const tags = endlessTags(clip, fromMs)
  return Array.from({ length: count }, () => tags.next().value)
}

const seen = (tags: ReturnType<typeof take>) => tags.map(({ bytes }) => [bytes[0] === AUDIO ? 'sound' : (bytes[11] ?? 0) >> 4 === 1 ? 'key' : 'picture', timeOf(bytes)])

describe('a clip as FLV', () => {
  it('opens with everything that a player needs before the first picture', () => {
    expect(parseFlv(FILE, 100).opening).toEqual(Buffer.concat([HEADER, metadata, videoCoding, audioCoding]))
  })

  it('begins at its first key frame and ends with its length, without the mark of an end', () => {
    const { tags, keyFrames } = parseFlv(FILE, 100)
    expect(tags.map(({ atMs }) => atMs)).toEqual([0, 20, 40, 50, 70, 90])
    expect(keyFrames).toEqual([0, 3])
  })

  it('is none without a key frame', () => {
    expect(() => parseFlv(Buffer.concat([HEADER, sound(0), picture(0)]), 100)).toThrow('no key frame')
  })

  it('may be cut off in the middle of a tag', () => {
    expect(parseFlv(FILE.subarray(0, -3), 100).tags).toHaveLength(6)
  })
})

describe('a broadcast without an end', () => {
  it('plays the clip over and over, its time growing', () => {
    expect(seen(take(0, 8))).toEqual([['key', 0], ['sound', 20], ['picture', 40], ['key', 50], ['sound', 70], ['picture', 90], ['key', 100], ['sound', 120]])
  })

  it('begins at the key frame before the moment at which somebody comes', () => {
    expect(seen(take(49, 1))).toEqual([['key', 0]])
    expect(seen(take(1050, 4))).toEqual([['key', 0], ['sound', 20], ['picture', 40], ['key', 50]])
  })

  it('leaves everything but the time as it was', () => {
    const [, , , , , , again] = take(0, 7)
    expect(again?.bytes).toEqual(tag(VIDEO, 100, [0x17, 1, 20]))
    expect(parseFlv(FILE, 100).tags[0]?.bytes).toEqual(key(20))
  })

  it('goes on when the 24 bits, and then the 32 bits of its time are used up', () => {
    const clip = { ...parseFlv(FILE, 100), lengthMs: 2 ** 24 }
    expect(seen(take(0, 7, clip)).at(-1)).toEqual(['key', 2 ** 24])
    expect(seen(take(0, 7, { ...clip, lengthMs: 2 ** 32 + 5 })).at(-1)).toEqual(['key', 5])
  })
})

describe.each(SIMULATED_STREAMS)('the clip of $id', ({ id }) => {
  it('begins with a picture, and leaves no gap and no step back anywhere, whenever somebody comes', async () => {
    const clip = parseFlv(await readFile(join(MEDIA_DIR, `${id}.flv`)), CLIP_MS)
    fc.assert(fc.property(fc.nat(2 ** 40), (fromMs) => {
      const tags = take(fromMs, 1200, clip)
      expect(seen(tags)[0]).toEqual(['key', 0])
      for (const [type, gapMs] of [[AUDIO, 23], [VIDEO, 68]] as const) {
        const times = tags.filter(({ bytes }) => bytes[0] === type).map(({ bytes }) => timeOf(bytes))
        times.slice(1).forEach((atMs, i) => {
          expect(atMs - (times[i] ?? 0)).toBeGreaterThan(0)
          expect(atMs - (times[i] ?? 0)).toBeLessThanOrEqual(gapMs)
        })
      }
    }), { numRuns: 20 })
  })
})
