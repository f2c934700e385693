import type { ChildProcess } from 'node:child_process'
import type { Server } from 'node:net'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { describe, expect, it, onTestFinished } from 'vitest'

const ROOT = join(__dirname, '..', '..')
const PATIENCE_MS = 60_000

interface Run {
  readonly child: ChildProcess
  readonly output: () => string
  readonly exit: Promise<unknown>
  /** Its output is complete. Never comes after a `disconnect` of ours: Node goes on waiting for the channel. */
  readonly closed: Promise<unknown>
}

/** Starts the gateway as its own process, the way production does. */
function run(environment: NodeJS.ProcessEnv): Run {
  const { PATH, SystemRoot } = process.env
  const folder = mkdtempSync(join(tmpdir(), 'weixin-live-main-'))
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'server', 'main.ts')], {
    cwd: ROOT,
    env: { PATH, SystemRoot, WECHAT_APP_ID: '', WECHAT_APP_SECRET: '', CORS_ORIGIN: '', PUBLIC_URL: '', STATIC_DIR: '', HOST: '', LOG_LEVEL: 'info', DATABASE_URL: '', DATABASE_FILE: join(folder, 'gateway.db'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => output += String(chunk))
  const exitCode = (event: 'exit' | 'close') => once(child, event).then(([code]) => code as unknown)
  return { child, output: () => output, exit: exitCode('exit'), closed: exitCode('close') }
}

async function listenSomewhere(): Promise<{ readonly server: Server, readonly port: number }> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  return { server, port: typeof address === 'object' && address ? address.port : expect.fail('no port') }
}

async function freePort(): Promise<number> {
  const { server, port } = await listenSomewhere()
  server.close()
  await once(server, 'close')
  return port
}

describe('the gateway\'s process', { timeout: PATIENCE_MS }, () => {
  it.each([
    ['SIGTERM', ({ child }: Run) => void child.kill('SIGTERM')],
    ['SIGINT', ({ child }: Run) => void child.kill('SIGINT')],
    ['the end of who started it', ({ child }: Run) => child.disconnect()],
  ])('serves simulated rooms until %s, and then ends by itself', async (_what, end) => {
    const port = await freePort()
    const running = run({ PORT: String(port) })
    const [message] = await Promise.race([once(running.child, 'message'), running.exit.then(() => expect.fail(running.output()))])
    expect(message).toEqual({ url: `http://127.0.0.1:${port}` })
    const rooms = await (await fetch(`http://127.0.0.1:${port}/v1/rooms`)).text()
    expect(rooms).toContain(`http://127.0.0.1:${port}/simulator/images/`)
    end(running)
    expect(await running.exit, running.output()).toBe(0)
  })

  it('says in one sentence that its port is taken', async () => {
    const { server, port } = await listenSomewhere()
    onTestFinished(() => void server.close())
    const { closed, output } = run({ PORT: String(port), LOG_LEVEL: 'error' })
    expect(await closed).toBe(1)
    expect(output()).toBe(`Port ${port} is taken by another program. Stop that one, or set PORT to another number.\n`)
  })

  it('says in one sentence that its database cannot be used', async () => {
    const { closed, output } = run({ DATABASE_FILE: join(ROOT, 'package.json', 'inside-a-file.db'), LOG_LEVEL: 'error' })
    expect(await closed).toBe(1)
    expect(output()).toMatch(/^The database file .*inside-a-file\.db cannot be used: .*DATABASE_FILE.*\n$/)
  })

  it('keeps everything over a restart, and kill -9 in between', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'weixin-live-restart-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const environment = { PORT: String(port), DATABASE_FILE: join(folder, 'gateway.db') }
    const summaries = async () => (await fetch(`${url}/v1/attribution/sharers`, { headers: { authorization: 'Bearer preview' } })).json()

    const first = run(environment)
    await Promise.race([once(first.child, 'message'), first.exit.then(() => expect.fail(first.output()))])
    const { rooms: [room] } = await (await fetch(`${url}/v1/rooms?limit=1`)).json() as { rooms: { id: number }[] }
    const { code } = await (await fetch(`${url}/simulator/login?openid=visitor-2`)).json() as { code: string }
    const post = (path: string, body: object, headers = {}) => fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })
    const { token } = await (await post('/v1/sessions', { code })).json() as { token: string }
    const touch = { id: 't1', via: 'share-card', roomId: room?.id, goodsId: null, shareOpenid: 'visitor-1', shareId: '', customParams: {}, scene: 1007, atMs: 1 }
    const kept = await post('/v1/touches', { sentAtMs: 1, touches: [touch] }, { authorization: `Bearer ${token}` })
    expect(await kept.json()).toEqual({ accepted: ['t1'] })
    first.child.kill('SIGKILL')
    await first.exit

    const second = run(environment)
    await Promise.race([once(second.child, 'message'), second.exit.then(() => expect.fail(second.output()))])
    expect(await summaries()).toMatchObject({ sharers: [{ openid: 'visitor-1', entries: 1, visitors: 1 }], total: 1 })
    // A session outlives the process that gave it.
    expect((await post('/v1/touches', { sentAtMs: 2, touches: [touch] }, { authorization: `Bearer ${token}` })).status).toBe(200)
    expect(await summaries()).toMatchObject({ sharers: [{ entries: 1 }] })
  })

  it('says everything that is wrong with its configuration', async () => {
    const { closed, output } = run({ PORT: 'x', WECHAT_APP_ID: 'wx0123456789abcdef' })
    expect(await closed).toBe(1)
    expect(output()).toMatch(/^The configuration cannot be used:\n {2}- .*PORT.*\n/m)
    expect(output()).toContain('WECHAT_APP_SECRET is missing')
    expect(output()).not.toContain(' at ')
  })
})
