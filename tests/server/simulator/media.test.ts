import type { IncomingMessage } from 'node:http'
import type { World } from '../support/world'
import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import { readdir, stat } from 'node:fs/promises'
import { get } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { MEDIA_DIR } from '@/server/simulator/clip'
import { timeOf } from '@/server/simulator/flv'
import { SIMULATED_STREAMS } from '@/server/simulator/own-media'
import { replayInfo } from '@/server/simulator/replay-info'
import { simulatedRooms } from '@/server/simulator/timetable'
import { FAKE_START_MS, settlePromises } from '@/tests/support/fake-clock'
import { startWorld } from '../support/world'

// The real thing, which tells when a viewer is sent away.
const ended = vi.hoisted(() => vi.fn())
vi.mock('@/server/simulator/live-flv', async (original) => {
  const { createLiveFlv } = await original<typeof import('@/server/simulator/live-flv')>()
  const telling: typeof createLiveFlv = (clip, clock) => {
    const { stream, end } = createLiveFlv(clip, clock)
    return { stream, end: () => {
      ended()
      end()
    } }
  }
  return { createLiveFlv: telling }
})

const HOUR_MS = 3_600_000
const SHOP = 'https://shop.example.com'

describe('the simulator\'s clips', () => {
  it('are small enough for a repository', async () => {
    const sizes = await Promise.all((await readdir(MEDIA_DIR)).map(async name => (await stat(join(MEDIA_DIR, name))).size))
    expect(sizes.length).toBeGreaterThan(0)
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(700_000)
  })
})

describe.each(SIMULATED_STREAMS)('the stream $id', ({ id }) => {
  it('plays as HLS: every segment that the playlist names is there, to pages of other origins too', async () => {
    const { get } = await startWorld({ config: { corsOrigins: [SHOP] } })
    const playlist = await get(`/simulator/streams/${id}/live.m3u8`, { headers: { origin: SHOP } })
    expect(Object.fromEntries(playlist.headers)).toMatchObject({ 'content-type': 'application/vnd.apple.mpegurl', 'cache-control': 'public, max-age=1', 'access-control-allow-origin': SHOP })
    const files = playlist.text.split('\n').filter(line => line.endsWith('.ts'))
    expect(files).toHaveLength(5)
    for (const file of files) {
      const { status, headers, text } = await get(`/simulator/streams/${id}/${file}`, { headers: { origin: SHOP } })
      expect(Object.fromEntries(headers)).toMatchObject({ 'content-type': 'video/mp2t', 'access-control-allow-origin': SHOP })
      // Every packet of a transport stream begins with a G.
      expect([status, text[0]]).toEqual([200, 'G'])
    }
  })
})

describe('streams', () => {
  it.each(['/simulator/streams/none/live.m3u8', '/simulator/streams/none/live.flv', '/simulator/streams/none/1.ts', '/simulator/streams/teahouse/x.ts', '/simulator/streams/teahouse/-1.ts', '/simulator/streams/__proto__/live.flv', '/simulator/streams/teahouse/..%2Fteahouse.mp4'])('do not answer at %s', async (path) => {
    const { get } = await startWorld()
    expect(await get(path)).toMatchObject({ status: 404, body: { error: { code: 'not-found' } } })
  })

  it('have no end that a HEAD could wait for', async () => {
    const { url } = await startWorld()
    expect((await fetch(`${url}/simulator/streams/teahouse/live.flv`, { method: 'HEAD' })).status).toBe(404)
    expect((await fetch(`${url}/simulator/streams/teahouse/live.m3u8`, { method: 'HEAD' })).status).toBe(200)
  })

  it('are not there with a real account', async () => {
    const { get } = await startWorld({ config: { wechat: { appId: 'wx1', appSecret: '', baseUrl: '' } } })
    for (const path of ['/simulator/streams/teahouse/live.m3u8', '/simulator/streams/teahouse/live.flv', '/simulator/replays/1-1.mp4'])
      expect((await get(path)).status).toBe(404)
  })
})

describe('the stream as FLV over HTTP', () => {
  // Not with fetch, which opens a new connection in place of one that was given up.
  async function watch(world: World) {
    const request = get(`${world.url}/simulator/streams/teahouse/live.flv`, { agent: false, headers: { origin: SHOP } })
    onTestFinished(() => void request.destroy())
    const [response] = await once(request, 'response') as [IncomingMessage]
    const chunks: AsyncIterator<Buffer> = response[Symbol.asyncIterator]()
    let bytes = Buffer.alloc(0)
    /** Reads on until there is so much of the broadcast, or its end; true time does not matter. */
    const readUntil = async (ms: number): Promise<number> => {
      while (endOf(bytes) < ms) {
        const { value, done } = await chunks.next()
        if (done)
          break
        bytes = Buffer.concat([bytes, value])
      }
      return endOf(bytes)
    }
    return { response, readUntil, read: () => bytes, leave: () => request.destroy() }
  }

  function endOf(bytes: Buffer): number {
    let endMs = -1
    for (let at = 13; at + 11 <= bytes.length; at += 11 + bytes.readUIntBE(at + 1, 3) + 4) endMs = timeOf(bytes.subarray(at))
    return endMs
  }

  it('gives a player enough to begin at once, then as much as the time that passes', async () => {
    const world = await startWorld({ config: { corsOrigins: [SHOP] } })
    const { response, readUntil, read } = await watch(world)
    expect(response.headers).toMatchObject({ 'content-type': 'video/x-flv', 'cache-control': 'no-store', 'access-control-allow-origin': SHOP })
    expect(await readUntil(1400)).toBeLessThanOrEqual(1500)
    expect(read().subarray(0, 3).toString()).toBe('FLV')
    // Over the end of the clip.
    for (let second = 1; second <= 12; second++) {
      await world.clock.advanceByAsync(1000)
      expect(await readUntil(second * 1000 + 1400)).toBeLessThanOrEqual(second * 1000 + 1500)
    }
  })

  const timersOf = async ({ clock }: World, count: number) => {
    for (let turns = 0; clock.pendingTimers() !== count && turns < 1000; turns++) await settlePromises()
    return clock.pendingTimers()
  }

  it('leaves no timer when the viewer leaves', async () => {
    const world = await startWorld()
    await world.get('/v1/rooms')
    const before = world.clock.pendingTimers()
    const { leave, readUntil } = await watch(world)
    await readUntil(1400)
    expect(await timersOf(world, before + 1)).toBe(before + 1)
    leave()
    expect(await timersOf(world, before)).toBe(before)
  })

  it('is forgotten when the viewer has left: the gateway ends only what is still watched', async () => {
    ended.mockClear()
    const world = await startWorld()
    await world.get('/v1/rooms')
    const before = world.clock.pendingTimers()
    const { leave, readUntil } = await watch(world)
    await readUntil(1400)
    leave()
    await timersOf(world, before)
    await world.close()
    expect(ended).not.toHaveBeenCalled()
  })

  // A test that waits for what should end at once.
  const NOT_FOR_EVER_MS = 10_000

  it('ends cleanly with the gateway, which does not wait for it', async () => {
    const world = await startWorld()
    const { response, readUntil } = await watch(world)
    await readUntil(1400)
    await world.close()
    expect(await readUntil(Number.POSITIVE_INFINITY)).toBeLessThanOrEqual(1500)
    expect(response.complete).toBe(true)
    expect(world.clock.pendingTimers()).toBe(0)
  }, NOT_FOR_EVER_MS)

  it('does not keep the gateway from ending when the viewer has stopped reading', async () => {
    const world = await startWorld()
    const request = get(`${world.url}/simulator/streams/teahouse/live.flv`, { agent: false })
    onTestFinished(() => void request.destroy())
    request.on('error', () => {})
    const [response] = await once(request, 'response') as [IncomingMessage]
    response.on('error', () => {}).pause()
    // More than the system keeps for a connection.
    world.clock.jumpBy(HOUR_MS)
    await world.clock.advanceByAsync(100)
    for (let turn = 0; turn < 1000; turn++) await settlePromises()
    await world.close()
    expect(world.clock.pendingTimers()).toBe(0)
  })
})

describe('replays', () => {
  const pathsAt = (nowMs: number) => simulatedRooms(nowMs)
    .filter(({ statusCode, hasReplay }) => statusCode === 103 && hasReplay)
    .flatMap(room => replayInfo(room, '') as { media_url: string, expire_time: string }[])

  it('play from any point: every link that has not expired is a video that is sent in parts', async () => {
    const { get } = await startWorld()
    const good = pathsAt(FAKE_START_MS).filter(({ expire_time }) => Date.parse(expire_time) > FAKE_START_MS)
    expect(good.length).toBeGreaterThan(5)
    for (const { media_url } of good.slice(0, 6)) {
      const { status, headers, text } = await get(media_url, { headers: { range: 'bytes=4-7' } })
      expect([status, text]).toEqual([206, 'ftyp'])
      expect(Object.fromEntries(headers)).toMatchObject({ 'content-type': 'video/mp4', 'accept-ranges': 'bytes', 'cache-control': 'public, max-age=3600', 'content-range': expect.stringMatching(/^bytes 4-7\/\d+$/) })
    }
    expect((await get(good[0]?.media_url ?? '')).status).toBe(200)
    expect((await get(good[0]?.media_url ?? '', { headers: { range: 'bytes=99999999-' } })).status).toBe(416)
    for (const range of ['bytes=', 'bytes=x-y', 'bytes=7-4', 'lines=1-2', `bytes=${'0-1,'.repeat(500)}0-1`, 'bytes=-99999999'])
      expect([200, 206, 416]).toContain((await get(good[0]?.media_url ?? '', { headers: { range } })).status)
  })

  it('are refused once their link has expired', async () => {
    const world = await startWorld()
    // The evening show of the day before: its room is still listed, its links are not good any more.
    world.clock.jumpBy(13 * HOUR_MS)
    const old = pathsAt(world.clock.now()).filter(({ expire_time }) => Date.parse(expire_time) <= world.clock.now())
    expect(old.length).toBeGreaterThan(0)
    for (const { media_url } of old) {
      const { status, headers } = await world.get(media_url)
      expect([status, headers.get('cache-control')]).toEqual([403, 'no-store'])
    }
  })

  it.each(['1-1.mp4', 'x.mp4', '..%2F..%2Fmain.ts', 'teahouse.mp4', '__proto__'])('are not at %s', async (file) => {
    const { get } = await startWorld()
    expect(await get(`/simulator/replays/${file}`)).toMatchObject({ status: 404, body: { error: { code: 'not-found' } } })
  })

  it('have no more parts than WeChat listed', async () => {
    const { get } = await startWorld()
    const last = pathsAt(FAKE_START_MS).at(-1)?.media_url ?? ''
    expect((await get(last)).status).toBe(200)
    expect((await get(last.replace(/-\d\.mp4$/, '-4.mp4'))).status).toBe(404)
  })
})
