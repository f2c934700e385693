import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import process from 'node:process'
import { ROOT } from '@/tests/build/support/compile'

/** A gateway in a process of its own, at an address that outlives it. */
export interface MortalGateway {
  readonly url: string
  /** Starts it, again or for the first time, and waits until it is ready. @throws Error with its words when it ends instead */
  readonly start: () => Promise<void>
  /** Ends it as `kill -9` does, wherever it is. */
  readonly kill: () => Promise<void>
}

/** @param settings environment variables of the gateway */
export async function createMortalGateway(settings: Readonly<Record<string, string>>): Promise<MortalGateway> {
  const port = await findFreePort()
  const { VITEST: _, NODE_ENV: __, ...inherited } = process.env
  let kill = async (): Promise<void> => {}

  async function start(): Promise<void> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], { cwd: ROOT, env: { ...inherited, ...settings, PORT: String(port) } })
    const ended = once(child, 'exit')
    kill = async () => {
      child.kill('SIGKILL')
      await ended
    }
    let said = ''
    await new Promise<void>((resolve, reject) => {
      const hear = (chunk: unknown): void => {
        said += String(chunk)
        if (said.includes('the gateway is ready'))
          resolve()
      }
      child.stdout.on('data', hear)
      child.stderr.on('data', hear)
      child.once('exit', code => reject(new Error(`The gateway ended with ${code}: ${said}`)))
    })
  }

  return { url: `http://127.0.0.1:${port}`, start, kill: () => kill() }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
