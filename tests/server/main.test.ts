import type { ChildProcess } from 'node:child_process'
import type { Server } from 'node:net'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
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
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'server', 'main.ts')], {
    cwd: ROOT,
    env: { PATH, SystemRoot, WECHAT_APP_ID: '', WECHAT_APP_SECRET: '', CORS_ORIGIN: '', PUBLIC_URL: '', STATIC_DIR: '', HOST: '', LOG_LEVEL: 'info', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
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

  it('says everything that is wrong with its configuration', async () => {
    const { closed, output } = run({ PORT: 'x', WECHAT_APP_ID: 'wx0123456789abcdef' })
    expect(await closed).toBe(1)
    expect(output()).toMatch(/^The configuration cannot be used:\n {2}- .*PORT.*\n/m)
    expect(output()).toContain('WECHAT_APP_SECRET is missing')
    expect(output()).not.toContain(' at ')
  })
})
