import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EMPTY_RECORDING, HISTORY_SECONDS, historyRange, record } from '@/src/domain/player-history'
import { networkQualityOf, parsePlayerStats } from '@/src/domain/player-stats'

describe('what a player measures', () => {
  it('is read with every field of WeChat\'s table, units in its names', () => {
    expect(parsePlayerStats({
      videoBitrate: 1200,
      audioBitrate: 64,
      videoFPS: '25',
      videoGOP: 2,
      netSpeed: 1300,
      netJitter: 3,
      netQualityLevel: 1,
      videoWidth: 720,
      videoHeight: 1280,
      videoCache: 900,
      audioCache: 800,
      vDecCacheSize: 2,
      vSumCacheSize: 24,
      avPlayInterval: -12,
      avRecvInterval: -30,
      audioCacheThreshold: 3,
    })).toEqual({
      videoBitrateKbps: 1200,
      audioBitrateKbps: 64,
      videoFps: 25,
      keyFrameIntervalSeconds: 2,
      netSpeedKbps: 1300,
      jitter: 3,
      qualityLevel: 1,
      videoWidthPx: 720,
      videoHeightPx: 1280,
      videoCacheMs: 900,
      audioCacheMs: 800,
      decoderCacheFrames: 2,
      cacheFrames: 24,
      playOffsetMs: -12,
      receiveOffsetMs: -30,
      catchUpThreshold: 3,
    })
  })

  it('is null or a finite number in every field, whatever comes', () => {
    const rubbish = fc.oneof(fc.anything(), fc.record({ videoBitrate: fc.anything(), avPlayInterval: fc.anything(), videoFPS: fc.double() }))
    fc.assert(fc.property(rubbish, (input) => {
      for (const [name, value] of Object.entries(parsePlayerStats(input) ?? {}))
        expect(value === null || (Number.isFinite(value) && (value >= 0 || name.includes('Offset')))).toBe(true)
    }))
    expect(parsePlayerStats('rubbish')).toBeNull()
    expect(parsePlayerStats({ videoFPS: ' 25', videoBitrate: '1e3', netSpeed: '9'.repeat(400), netJitter: '' })).toMatchObject({ videoFps: null, videoBitrateKbps: null, netSpeedKbps: null, jitter: null })
    expect(parsePlayerStats({ videoFPS: -1, videoBitrate: 'much' })).toMatchObject({ videoFps: null, videoBitrateKbps: null })
  })

  it.each([[0, 'unknown'], [1, 'good'], [2, 'good'], [3, 'fair'], [4, 'bad'], [5, 'bad'], [6, 'bad'], [7, 'unknown'], [null, 'unknown']] as const)('shows level %s as %s', (level, quality) => {
    expect(networkQualityOf(level)).toBe(quality)
  })
})

describe('the last minute', () => {
  const NOW_MS = 1_700_000_000_000

  it('has a place a second, the newest last, and gaps where nothing was measured', () => {
    const first = record(EMPTY_RECORDING, 10, NOW_MS)
    const { values } = record(record(first, 20, NOW_MS + 3_000), 30, NOW_MS + 3_900)
    expect(values.slice(-5)).toEqual([null, 10, null, null, 30])
    expect(historyRange(values)).toEqual({ least: 10, most: 30, newest: 30 })
    expect(historyRange(EMPTY_RECORDING.values)).toBeNull()
  })

  it('never holds more or less than a minute, nor anything older, whatever the clock does', () => {
    fc.assert(fc.property(fc.array(fc.record({ stepMs: fc.integer({ min: -90_000, max: 90_000 }), value: fc.option(fc.nat()) })), (steps) => {
      let recording = EMPTY_RECORDING
      let nowMs = NOW_MS
      for (const { stepMs, value } of steps) {
        nowMs += stepMs
        const before = recording
        recording = record(recording, value, nowMs)
        expect(recording.values).toHaveLength(HISTORY_SECONDS)
        expect(recording.values[HISTORY_SECONDS - 1]).toBe(value)
        if (recording.second - before.second >= HISTORY_SECONDS || recording.second < before.second)
          expect(recording.values.slice(0, -1).every(place => place === null)).toBe(true)
      }
    }))
  })
})
