import type { ReplayPosition } from '@/src/domain/replay-position'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_POSITIONS, parseReplayPositions, resumePointOf, withoutPosition, withPosition } from '@/src/domain/replay-position'

const parts = [100, 200, 300].map((createdAtMs, at) => ({ mediaUrl: `https://video.example/${at}.mp4`, createdAtMs, expiresAtMs: null, number: at + 1 }))
const anyPosition: fc.Arbitrary<ReplayPosition> = fc.record({
  roomId: fc.integer({ min: 1, max: 30 }),
  partAtMs: fc.nat(500),
  positionS: fc.nat(4000),
  durationS: fc.nat(4000),
})

function resume(position: Partial<ReplayPosition>) {
  return resumePointOf({ roomId: 1, partAtMs: 200, positionS: 754, durationS: 1800, ...position }, parts)
}

describe('where to go on in a replay', () => {
  it('is the remembered place in its part', () => {
    expect(resume({})).toEqual({ index: 1, positionS: 754 })
    expect(resume({ partAtMs: 100, durationS: 0 })).toEqual({ index: 0, positionS: 754 })
  })

  it('is not offered almost at the beginning or the end', () => {
    expect(resume({ partAtMs: 100, positionS: 14 })).toBeNull()
    expect(resume({ partAtMs: 300, positionS: 1790 })).toBeNull()
  })

  it('is the beginning of a part that had hardly begun, and of the next when one was all but over', () => {
    expect(resume({ positionS: 3 })).toEqual({ index: 1, positionS: 0 })
    expect(resume({ positionS: 1790 })).toEqual({ index: 2, positionS: 0 })
  })

  it('is the beginning of the nearest part when its own is gone', () => {
    expect(resume({ partAtMs: 290 })).toEqual({ index: 2, positionS: 0 })
    expect(resume({ partAtMs: 20 })).toBeNull()
  })

  it('is always in a part that is there', () => {
    fc.assert(fc.property(anyPosition, fc.nat(3), (position, count) => {
      const point = resumePointOf(position, parts.slice(0, count))
      expect(point === null || (point.index >= 0 && point.index < count && point.positionS >= 0)).toBe(true)
    }))
  })
})

describe('remembered positions', () => {
  it('are one a room, the newest first, and never too many', () => {
    fc.assert(fc.property(fc.array(anyPosition, { maxLength: 60 }), (watched) => {
      const kept = watched.reduce<readonly ReplayPosition[]>(withPosition, [])
      const rooms = [...new Set([...watched].reverse().map(({ roomId }) => roomId))].slice(0, MAX_POSITIONS)
      expect(kept.map(({ roomId }) => roomId)).toEqual(rooms)
      for (const position of kept) expect(position).toEqual([...watched].reverse().find(({ roomId }) => roomId === position.roomId))
      expect(parseReplayPositions(JSON.parse(JSON.stringify(kept)))).toEqual(kept)
    }))
  })

  it('lose a room that was watched to the end', () => {
    const position = { roomId: 1, partAtMs: 1, positionS: 1, durationS: 1 }
    expect(withoutPosition([position, { ...position, roomId: 2 }], 1)).toEqual([{ ...position, roomId: 2 }])
  })

  it('are read from whatever was stored', () => {
    fc.assert(fc.property(fc.oneof(fc.anything(), fc.array(fc.oneof(fc.anything(), anyPosition, fc.record({ roomId: fc.anything(), partAtMs: fc.anything(), positionS: fc.anything(), durationS: fc.anything() })))), (stored) => {
      const positions = parseReplayPositions(stored)
      expect(positions.length).toBeLessThanOrEqual(MAX_POSITIONS)
      for (const { roomId, partAtMs, positionS, durationS } of positions) {
        expect(roomId).toBeGreaterThan(0)
        for (const number of [partAtMs, positionS, durationS]) expect(Number.isSafeInteger(number) && number >= 0).toBe(true)
      }
    }))
  })
})
