import { describe, expect, it } from 'vitest'
import { readConfig } from '@/server/config'
import { ownMediaRoutes } from '@/server/own-media/own-media-routes'
import { parseChannelsAccounts } from '@/src/domain/channels-account'
import { parseStreams } from '@/src/domain/stream'
import { serve } from '../support/serve'
import { startWorld } from '../support/world'

const SHOP = {
  streams: [{ id: 'tea', title: '茶室', liveUrl: 'rtmp://media.test/tea', hlsUrl: '', coverUrl: '', orientation: 'vertical' as const }],
  channelsAccounts: [{ finderUserName: 'sphTea', isSameSubject: true }],
}

describe('what plays outside the rooms', () => {
  it('is answered as it is configured, and as the app reads it', async () => {
    const { get } = await serve(ownMediaRoutes(SHOP))
    const [streams, channels] = [await get('/v1/streams'), await get('/v1/channels')]
    expect([streams.status, streams.body]).toEqual([200, { streams: SHOP.streams }])
    expect([channels.status, channels.body]).toEqual([200, { accounts: SHOP.channelsAccounts }])
    expect(parseStreams(streams.body)).toEqual(SHOP.streams)
    expect(parseChannelsAccounts(channels.body)).toEqual(SHOP.channelsAccounts)
  })

  it('is an empty list, not an error, where nothing is configured', async () => {
    const { get } = await startWorld()
    expect((await get('/v1/streams')).body).toEqual({ streams: [] })
    expect((await get('/v1/channels')).body).toEqual({ accounts: [] })
  })

  it.each(['/v1/streams', '/v1/channels'])('may be kept for a minute, and %s is not sent twice', async (path) => {
    const { get } = await serve(ownMediaRoutes(SHOP))
    const { headers } = await get(path)
    expect(headers.get('cache-control')).toBe('public, max-age=60, s-maxage=60, stale-if-error=3600')
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
    const etag = headers.get('etag') ?? expect.fail('no etag')
    const again = await get(path, { headers: { 'if-none-match': etag } })
    expect([again.status, again.text]).toEqual([304, ''])
  })
})

describe('the simulated shop', () => {
  it('has streams both ways round and an account of each kind, at the gateway\'s own address', () => {
    const { streams, channelsAccounts } = readConfig({ PUBLIC_URL: 'http://shop.test:9000' })
    expect(streams).toEqual(parseStreams({ streams }))
    expect(streams.map(({ orientation }) => orientation)).toEqual(['vertical', 'horizontal'])
    for (const { id, liveUrl, hlsUrl, coverUrl } of streams) {
      expect([liveUrl, hlsUrl]).toEqual([`http://shop.test:9000/simulator/streams/${id}/live.flv`, `http://shop.test:9000/simulator/streams/${id}/live.m3u8`])
      expect(coverUrl).toMatch(/^http:\/\/shop\.test:9000\/simulator\/images\/.*\.svg$/)
    }
    expect(channelsAccounts).toEqual([{ finderUserName: 'sphsimulatedteahouse', isSameSubject: true }, { finderUserName: 'sphsimulatedkitchen', isSameSubject: false }])
  })

  it('has pictures of its streams', async () => {
    const { get } = await startWorld()
    for (const { coverUrl } of readConfig({}).streams)
      expect((await get(new URL(coverUrl).pathname)).status).toBe(200)
  })
})
