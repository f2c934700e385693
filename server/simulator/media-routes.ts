import type { FastifyPluginAsync } from 'fastify'
import type { Buffer } from 'node:buffer'
import type { FlvClip } from './flv'
import type { LiveFlv } from './live-flv'
import type { Clock } from '@/src/domain/clock'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { GatewayError } from '../errors'
import { CLIP_MS, CLIP_SEGMENTS, MEDIA_DIR } from './clip'
import { parseFlv } from './flv'
import { createLiveFlv } from './live-flv'
import { livePlaylist, parseSegmentFile, partOf } from './live-playlist'
import { SIMULATED_STREAMS } from './own-media'
import { findReplay } from './replay-info'
import { simulatedRooms } from './timetable'

/** A stream's clip, read from its files. */
interface Broadcast {
  readonly flv: FlvClip
  /** HLS segments. */
  readonly segments: readonly Buffer[]
}

// A playlist is good for as long as a part of a segment.
const PLAYLIST_CACHE_CONTROL = 'public, max-age=1'
const MEDIA_CACHE_CONTROL = 'public, max-age=3600'

/**
 * What plays in a preview: the simulated shop's streams as HLS and as FLV over HTTP, without an end, and the videos of
 * its replays. All of it is on this machine, so that nothing needs a network.
 */
export function mediaRoutes(clock: Clock): FastifyPluginAsync {
  return async (app) => {
    const broadcasts = new Map(await Promise.all(SIMULATED_STREAMS.map(async ({ id }) => [id, await readBroadcast(id)] as const)))
    const viewers = new Set<LiveFlv>()

    function broadcastOf(id: string): Broadcast {
      return broadcasts.get(id) ?? refuse('The simulated shop has no such stream.')
    }

    await app.register(fastifyStatic, { root: MEDIA_DIR, serve: false, cacheControl: false })
    app.addHook('preClose', async () => viewers.forEach(({ end }) => end()))

    app.get<{ Params: { id: string } }>('/simulator/streams/:id/live.m3u8', { schema: { hide: true } }, async ({ params }, reply) => {
      broadcastOf(params.id)
      return reply.type('application/vnd.apple.mpegurl').header('cache-control', PLAYLIST_CACHE_CONTROL).send(livePlaylist(clock.now()))
    })

    app.get<{ Params: { id: string, file: string } }>('/simulator/streams/:id/:file', { schema: { hide: true } }, async ({ params }, reply) => {
      const sequence = parseSegmentFile(params.file)
      const { segments } = broadcastOf(params.id)
      const segment = sequence === null ? undefined : segments[partOf(sequence)]
      return reply.type('video/mp2t').header('cache-control', MEDIA_CACHE_CONTROL).send(segment ?? refuse('This stream has no such part.'))
    })

    // A HEAD of it would never end.
    app.get<{ Params: { id: string } }>('/simulator/streams/:id/live.flv', { schema: { hide: true }, exposeHeadRoute: false }, async ({ params }, reply) => {
      const viewer = createLiveFlv(broadcastOf(params.id).flv, clock)
      viewers.add(viewer)
      viewer.stream.once('close', () => viewers.delete(viewer))
      return reply.type('video/x-flv').header('cache-control', 'no-store').send(viewer.stream)
    })

    app.get<{ Params: { file: string } }>('/simulator/replays/:file', { schema: { hide: true } }, async ({ params }, reply) => {
      const replay = findReplay(params.file, simulatedRooms(clock.now())) ?? refuse('The simulated shop has no such replay.')
      // As the hosts of WeChat's videos answer.
      if (replay.expiresAtMs <= clock.now())
        return reply.code(403).type('text/plain').header('cache-control', 'no-store').send('This link has expired.')
      reply.header('cache-control', MEDIA_CACHE_CONTROL)
      return reply.sendFile(`${SIMULATED_STREAMS[replay.part % SIMULATED_STREAMS.length]?.id}.mp4`)
    })
  }
}

function refuse(message: string): never {
  throw new GatewayError(404, 'not-found', message)
}

async function readBroadcast(id: string): Promise<Broadcast> {
  const read = (ending: string): Promise<Buffer> => readFile(join(MEDIA_DIR, id + ending))
  return {
    flv: parseFlv(await read('.flv'), CLIP_MS),
    segments: await Promise.all(Array.from({ length: CLIP_SEGMENTS }, (_, part) => read(`-${part}.mpegts`))),
  }
}
