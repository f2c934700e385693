import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRoomReplay } from '@/src/domain/replay'

const ANSWER = { roomId: 14, isOpen: true, checkedAtMs: 1000, isStale: false, segments: [{ mediaUrl: 'https://video.example/1.mp4', createdAtMs: 500, expiresAtMs: 2000, isExpired: false }] }

describe('the gateway\'s answer about a replay', () => {
  it('is read as it is', () => {
    expect(parseRoomReplay(ANSWER)).toEqual(ANSWER)
    expect(parseRoomReplay({ ...ANSWER, isOpen: undefined, segments: [] })).toEqual({ ...ANSWER, isOpen: false, segments: [] })
  })

  it.each([
    ['an address of another kind', { mediaUrl: 'javascript:alert(1)' }],
    ['an address without a host', { mediaUrl: 'https:///1.mp4' }],
    ['an address with a space', { mediaUrl: 'https://video.example/1 2.mp4' }],
    ['a very long address', { mediaUrl: `https://video.example/${'1'.repeat(4096)}` }],
    ['no moment', { createdAtMs: null }],
  ])('leaves out a part with %s, and keeps the others', (_, segment) => {
    const [whole] = ANSWER.segments
    expect(parseRoomReplay({ ...ANSWER, segments: [{ ...whole, ...segment }, whole, null] })).toEqual(ANSWER)
  })

  it('does not know when a link ends that does not say so, nor takes any word for its end', () => {
    const [whole] = ANSWER.segments
    expect(parseRoomReplay({ ...ANSWER, segments: [{ ...whole, expiresAtMs: '2000', isExpired: 'no' }] })?.segments).toEqual([{ ...whole, expiresAtMs: null }])
  })

  it('may be anything, and is then whole or none', () => {
    const segments = fc.array(fc.oneof(fc.anything(), fc.record({ mediaUrl: fc.oneof(fc.webUrl(), fc.string()), createdAtMs: fc.oneof(fc.nat(), fc.anything()) })))
    fc.assert(fc.property(fc.oneof(fc.anything(), fc.record({ roomId: fc.oneof(fc.nat(), fc.anything()), checkedAtMs: fc.nat(), segments })), (input) => {
      const replay = parseRoomReplay(input)
      for (const { mediaUrl, createdAtMs } of replay?.segments ?? []) {
        expect(mediaUrl).toMatch(/^https?:\/\/\S+$/i)
        expect(Number.isSafeInteger(createdAtMs)).toBe(true)
      }
    }))
  })
})
