import type { ReplaySegment } from '@/src/domain/replay'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIVE_STATUSES } from '@/src/domain/live-status'
import { LEAST_ASK_DELAY_MS, replayAskAtMs, replayStateOf } from '@/src/domain/replay-state'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const END_MS = 1_700_000_000_000

function aSegment(segment: Partial<ReplaySegment> = {}): ReplaySegment {
  return { mediaUrl: 'https://video.example/1.mp4', createdAtMs: END_MS - HOUR_MS, expiresAtMs: END_MS + 72 * HOUR_MS, isExpired: false, ...segment }
}

function stateAfter(ms: number, segments: readonly ReplaySegment[] = [], room: { status?: typeof LIVE_STATUSES[number], isOpen?: boolean } = {}) {
  return replayStateOf({ status: room.status ?? 'ended', endAtMs: END_MS }, { isOpen: room.isOpen ?? true, segments, checkedAtMs: END_MS + ms }, END_MS + ms)
}

const anySegment = fc.record({
  mediaUrl: fc.constant('https://video.example/1.mp4'),
  createdAtMs: fc.nat(),
  expiresAtMs: fc.option(fc.integer({ min: END_MS - 100 * HOUR_MS, max: END_MS + 100 * HOUR_MS })),
  isExpired: fc.boolean(),
})
const anyMoment = fc.integer({ min: END_MS - 100 * HOUR_MS, max: END_MS + 100 * HOUR_MS })

describe('what there is to see of a replay', () => {
  it.each(['live', 'paused', 'interrupted', 'upcoming'] as const)('is nothing yet while the room is %s', (status) => {
    expect(stateAfter(0, [aSegment()], { status }).kind).toBe('not-ended')
    expect(stateAfter(0, [], { status, isOpen: false }).kind).toBe('not-ended')
  })

  it.each(['banned', 'expired'] as const)('is nothing ever when the broadcast was %s', (status) => {
    expect(stateAfter(0, [aSegment()], { status }).kind).toBe('none')
  })

  it('is what the shop has closed, or opened since', () => {
    expect(stateAfter(MINUTE_MS, [], { isOpen: false }).kind).toBe('closed')
    expect(stateAfter(MINUTE_MS, [aSegment()]).kind).toBe('ready')
  })

  it('is being made for two hours, late after ten minutes, and then there is none', () => {
    expect(stateAfter(-HOUR_MS)).toEqual({ kind: 'being-made', isLate: false })
    expect(stateAfter(10 * MINUTE_MS)).toEqual({ kind: 'being-made', isLate: false })
    expect(stateAfter(10 * MINUTE_MS + 1)).toEqual({ kind: 'being-made', isLate: true })
    expect(stateAfter(2 * HOUR_MS - 1)).toEqual({ kind: 'being-made', isLate: true })
    expect(stateAfter(2 * HOUR_MS)).toEqual({ kind: 'none' })
  })

  it('goes by the plan where nobody knows the status', () => {
    expect(stateAfter(-1, [], { status: 'unknown' }).kind).toBe('not-ended')
    expect(stateAfter(1, [], { status: 'unknown' }).kind).toBe('being-made')
    expect(stateAfter(-1, [aSegment()], { status: 'unknown' }).kind).toBe('ready')
  })

  it('leaves out the parts that have expired and keeps the numbers of the others', () => {
    const state = stateAfter(0, [aSegment({ isExpired: true }), aSegment(), aSegment({ isExpired: true }), aSegment()])
    expect(state).toMatchObject({ kind: 'ready', total: 4, parts: [{ number: 2 }, { number: 4 }] })
    expect(stateAfter(0, [aSegment({ isExpired: true })])).toEqual({ kind: 'expired' })
  })

  it('tells of the first link to stop working from a day before', () => {
    const segments = [aSegment({ expiresAtMs: null }), aSegment(), aSegment({ expiresAtMs: END_MS + 80 * HOUR_MS })]
    expect(stateAfter(48 * HOUR_MS - 1, segments)).toMatchObject({ expiresSoonAtMs: null })
    expect(stateAfter(48 * HOUR_MS, segments)).toMatchObject({ expiresSoonAtMs: END_MS + 72 * HOUR_MS })
    expect(stateAfter(0, [aSegment({ expiresAtMs: null })])).toMatchObject({ expiresSoonAtMs: null })
  })

  it('always has a part to play when it is ready, and never one that has expired', () => {
    fc.assert(fc.property(fc.constantFrom(...LIVE_STATUSES), fc.boolean(), fc.array(anySegment), anyMoment, (status, isOpen, segments, nowMs) => {
      const state = replayStateOf({ status, endAtMs: END_MS }, { isOpen, segments, checkedAtMs: nowMs }, nowMs)
      if (state.kind !== 'ready')
        return
      expect(isOpen).toBe(true)
      expect(state.parts.map(({ number }) => number - 1)).toEqual(segments.flatMap(({ isExpired }, at) => isExpired ? [] : [at]))
      expect(state.parts.length).toBeGreaterThan(0)
    }))
  })
})

describe('asking for a replay again', () => {
  it('is worth it every minute while the video is being made, every five when it is very late', () => {
    const askAfter = (ms: number) => replayAskAtMs(stateAfter(ms), END_MS, END_MS + ms)! - END_MS - ms
    expect(askAfter(-HOUR_MS)).toBe(MINUTE_MS)
    expect(askAfter(29 * MINUTE_MS)).toBe(MINUTE_MS)
    expect(askAfter(30 * MINUTE_MS)).toBe(5 * MINUTE_MS)
  })

  it('is worth it once a link has stopped working, and not again for the same link', () => {
    const state = stateAfter(0, [aSegment(), aSegment({ expiresAtMs: null })])
    expect(replayAskAtMs(state, END_MS, END_MS)).toBe(END_MS + 72 * HOUR_MS)
    expect(replayAskAtMs(state, END_MS, END_MS + 72 * HOUR_MS)).toBeNull()
  })

  it('never comes within the time for which the gateway\'s answers are kept', () => {
    fc.assert(fc.property(fc.constantFrom(...LIVE_STATUSES), fc.boolean(), fc.array(anySegment), anyMoment, (status, isOpen, segments, nowMs) => {
      const atMs = replayAskAtMs(replayStateOf({ status, endAtMs: END_MS }, { isOpen, segments, checkedAtMs: nowMs }, nowMs), END_MS, nowMs)
      expect((atMs ?? Infinity) - nowMs).toBeGreaterThanOrEqual(LEAST_ASK_DELAY_MS)
    }))
  })
})
