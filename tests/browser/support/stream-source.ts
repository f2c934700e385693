import type { ChildProcess } from 'node:child_process'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { spawn } from 'node:child_process'
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { vi } from 'vitest'

/** A broadcaster and the server that passes its pictures on, as FLV and as HLS. */
export interface StreamSource {
  readonly flvUrl: string
  readonly hlsUrl: string
  /** Begins to broadcast, or goes on after a cut. */
  readonly goLive: () => Promise<void>
  /** The broadcaster stands still; every connection stays. */
  readonly freeze: () => void
  /** It goes on after {@link freeze}. */
  readonly thaw: () => void
  /** The broadcaster is gone without a word, and so are the connections. */
  readonly cut: () => void
  /** The broadcaster ends it, as players are told. */
  readonly finish: () => void
  /** How many connections hold an FLV stream now. */
  readonly flvViewers: () => number
  /** How often something of the HLS stream was asked for. */
  readonly hlsRequests: () => number
  /** Waits until the HLS stream has grown by some segments, of a second each. */
  readonly untilSegmentsMore: (count: number) => Promise<void>
  readonly close: () => void
}

const START_LIMIT_MS = 30_000
const PICTURE = ['-re', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=15', '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=44100']
const CODECS = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '15', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '32k']
const HLS = ['-f', 'hls', '-hls_time', '1', '-hls_list_size', '5', '-hls_flags', 'append_list+delete_segments+temp_file']

/** Listens on a port of its own; nothing is broadcast yet. @param ffmpeg the program's path */
export async function createStreamSource(ffmpeg: string): Promise<StreamSource> {
  const folder = mkdtempSync(join(tmpdir(), 'weixin-live-stream-'))
  const playlist = join(folder, 'live.m3u8')
  const viewers = new Map<ServerResponse, ChildProcess>()
  let broadcaster: ChildProcess | null = null
  let isFinished = false
  let hlsRequests = 0

  const broadcast = (output: readonly string[]): ChildProcess =>
    spawn(ffmpeg, ['-loglevel', 'error', ...PICTURE, ...CODECS, ...output], { stdio: ['ignore', 'pipe', 'inherit'] })

  // Whoever comes gets a broadcast from its first frame, which is a key frame.
  function serveFlv(response: ServerResponse): void {
    const child = broadcast(['-f', 'flv', '-'])
    viewers.set(response, child)
    response.writeHead(200, { 'content-type': 'video/x-flv' })
    child.stdout?.pipe(response)
    response.once('close', () => {
      child.kill('SIGKILL')
      viewers.delete(response)
    })
  }

  function serveHls(name: string, response: ServerResponse): void {
    const file = join(folder, basename(name))
    hlsRequests++
    response.writeHead(existsSync(file) ? 200 : 404, { 'cache-control': 'no-store' })
    if (existsSync(file))
      createReadStream(file).once('error', () => response.destroy()).pipe(response)
    else response.end()
  }

  function serve({ url = '' }: IncomingMessage, response: ServerResponse): void {
    response.setHeader('access-control-allow-origin', '*')
    if (url.startsWith('/hls/'))
      serveHls(url, response)
    else if (broadcaster && url === '/live.flv')
      serveFlv(response)
    else response.writeHead(404).end()
  }

  const signal = (name: NodeJS.Signals): void => [...viewers.values(), broadcaster].forEach(child => child?.kill(name))

  const server = createServer(serve)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`

  function segmentsSoFar(): number {
    const list = readFileSync(playlist, 'utf8')
    return Number(/MEDIA-SEQUENCE:(\d+)/.exec(list)?.[1]) + list.split('#EXTINF').length
  }

  function cut(): void {
    signal('SIGKILL')
    broadcaster = null
    viewers.forEach((_, response) => response.destroy())
  }

  return {
    flvUrl: `${origin}/live.flv`,
    hlsUrl: `${origin}/hls/live.m3u8`,
    async goLive() {
      cut()
      // What was ended is another broadcast; what was cut goes on in the same playlist.
      if (isFinished)
        rmSync(playlist)
      isFinished = false
      broadcaster = broadcast([...HLS, playlist])
      await vi.waitUntil(() => existsSync(playlist), START_LIMIT_MS)
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    cut,
    finish() {
      isFinished = true
      signal('SIGTERM')
    },
    flvViewers: () => viewers.size,
    hlsRequests: () => hlsRequests,
    async untilSegmentsMore(count) {
      const before = segmentsSoFar()
      await vi.waitUntil(() => segmentsSoFar() >= before + count, START_LIMIT_MS)
    },
    close() {
      cut()
      server.close()
      server.closeAllConnections()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
