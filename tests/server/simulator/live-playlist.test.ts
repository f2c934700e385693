import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { livePlaylist, parseSegmentFile, partOf, segmentFile, WINDOW_SEGMENTS } from '@/server/simulator/live-playlist'
import { FAKE_START_MS } from '@/tests/support/fake-clock'

interface Read { readonly sequence: number, readonly discontinuities: number, readonly file: string }

const numberIn = (playlist: string, tag: string) => Number(new RegExp(`^#EXT-X-${tag}:(\\d+)$`, 'm').exec(playlist)?.[1])

/** What a player makes of a playlist: each segment, and how many discontinuities lie before it. */
function read(playlist: string): Read[] {
  let sequence = numberIn(playlist, 'MEDIA-SEQUENCE')
  let discontinuities = numberIn(playlist, 'DISCONTINUITY-SEQUENCE')
  return playlist.split('\n').flatMap((line) => {
    if (line === '#EXT-X-DISCONTINUITY')
      discontinuities += 1
    return line === '' || line.startsWith('#') ? [] : [{ sequence: sequence++, discontinuities, file: line }]
  })
}

// From the first half of 2024 to the year 2100.
const moments = fc.integer({ min: FAKE_START_MS, max: Date.UTC(2100, 0) })

describe('the live playlist', () => {
  it('slides by a segment every two seconds and has no end', () => {
    expect(livePlaylist(FAKE_START_MS)).toBe(`#EXTM3U
#EXT-X-VERSION:3
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-TARGETDURATION:2
#EXT-X-MEDIA-SEQUENCE:6587995
#EXT-X-DISCONTINUITY-SEQUENCE:1646998
#EXTINF:2.000,
6587995.ts
#EXT-X-DISCONTINUITY
#EXTINF:2.000,
6587996.ts
#EXTINF:2.000,
6587997.ts
#EXTINF:2.000,
6587998.ts
#EXTINF:2.000,
6587999.ts
`)
    expect(livePlaylist(FAKE_START_MS + 1999)).toBe(livePlaylist(FAKE_START_MS))
    expect(numberIn(livePlaylist(FAKE_START_MS + 2000), 'MEDIA-SEQUENCE')).toBe(6587996)
  })

  it('agrees at any two moments on what a sequence number is, and how many discontinuities lie before it', () => {
    fc.assert(fc.property(moments, fc.integer({ min: 0, max: 12_000 }), (atMs, laterMs) => {
      const known = new Map(read(livePlaylist(atMs)).map(segment => [segment.sequence, segment]))
      for (const segment of read(livePlaylist(atMs + laterMs)))
        expect(known.get(segment.sequence) ?? segment).toEqual(segment)
    }))
  })

  it('never goes back, and never names what is still being made', () => {
    fc.assert(fc.property(moments, fc.integer({ min: 0, max: 60_000 }), (atMs, laterMs) => {
      const [now, later] = [livePlaylist(atMs), livePlaylist(atMs + laterMs)]
      for (const tag of ['MEDIA-SEQUENCE', 'DISCONTINUITY-SEQUENCE'])
        expect(numberIn(later, tag)).toBeGreaterThanOrEqual(numberIn(now, tag))
      const segments = read(later)
      expect(segments).toHaveLength(WINDOW_SEGMENTS)
      const endMs = Date.UTC(2024, 0, 1) + ((segments.at(-1)?.sequence ?? 0) + 1) * 2000
      expect(atMs + laterMs - endMs).toBeGreaterThanOrEqual(0)
      expect(atMs + laterMs - endMs).toBeLessThan(2000)
    }))
  })

  it('marks every place where the clip begins anew, and no other', () => {
    fc.assert(fc.property(moments, (atMs) => {
      const segments = read(livePlaylist(atMs))
      segments.forEach(({ sequence, discontinuities }, i) => {
        const before = segments[i - 1]
        if (before)
          expect(discontinuities - before.discontinuities).toBe(partOf(sequence) === 0 ? 1 : 0)
      })
    }))
  })

  it('begins at its first segment for a clock that is years behind', () => {
    expect(read(livePlaylist(0))[0]).toMatchObject({ sequence: 0, file: '0.ts' })
  })
})

describe('the name of a segment', () => {
  it('leads back to its number', () => {
    fc.assert(fc.property(fc.nat(), sequence => parseSegmentFile(segmentFile(sequence)) === sequence))
  })

  it.each(['', '.ts', '01.ts', '-1.ts', '1.5.ts', '1.mp4', 'x1.ts', '1.ts/', '9999999999999999.ts', '1e3.ts'])('is not %j', file => expect(parseSegmentFile(file)).toBeNull())
})
