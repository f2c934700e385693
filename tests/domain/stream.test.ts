import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseStreamId, parseStreams } from '@/src/domain/stream'

const tea = { id: 'tea', title: '茶室', liveUrl: 'https://live.example/tea.flv', hlsUrl: '', coverUrl: '', orientation: 'vertical' }

describe('the gateway\'s list of streams', () => {
  it('is read with everything it says, and the usual where it is silent', () => {
    const full = { ...tea, liveUrl: 'RTMP://live.example/tea', hlsUrl: 'http://live.example/tea.m3u8', coverUrl: 'https://shop.example/tea.png', orientation: 'horizontal' }
    expect(parseStreams({ streams: [full, { id: 'tea', title: '茶室', liveUrl: tea.liveUrl, orientation: 'diagonal', coverUrl: 7 }] })).toEqual([full, tea])
  })

  it.each([
    [{ ...tea, id: '../x' }],
    [{ ...tea, title: '' }],
    [{ ...tea, liveUrl: '' }],
    [{ ...tea, liveUrl: 'javascript://live.example/' }],
    [{ ...tea, liveUrl: 'https:///tea.flv' }],
    [{ ...tea, liveUrl: 'https://live.example/a b' }],
    [{ ...tea, liveUrl: '', hlsUrl: 'rtmp://live.example/tea' }],
    [{ ...tea, liveUrl: `https://live.example/${'x'.repeat(2048)}` }],
    [null],
    ['tea'],
  ])('leaves out %j, which nothing could play', (stream) => {
    expect(parseStreams({ streams: [stream, tea] })).toEqual([tea])
  })

  it('is none where there is no list', () => {
    expect([null, [], {}, { streams: null }, { streams: { 0: tea } }].map(parseStreams)).toEqual([null, null, null, null, null])
  })

  it('never throws, and never lets anything through but what it promises', () => {
    fc.assert(fc.property(fc.array(fc.record({ id: fc.anything(), title: fc.anything(), liveUrl: fc.oneof(fc.webUrl(), fc.anything()) })), (streams) => {
      for (const stream of parseStreams({ streams }) ?? []) {
        expect(parseStreamId(stream.id)).toBe(stream.id)
        expect(stream.liveUrl).toMatch(/^(?:https?|rtmp):\/\/\S+$/i)
      }
    }))
  })
})
