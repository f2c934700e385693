import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { ROOT } from '@/tests/build/support/compile'

/** A gateway in a process of its own. */
export interface GatewayProcess {
  readonly url: string
  /** Ends it, and deletes what it kept. */
  readonly close: () => Promise<void>
}

/**
 * Starts the gateway with the simulated WeChat, and waits until it answers. Throws with its words where it ends instead.
 * @param staticDir the built H5 app
 * @param streamsAt the shop's streams, for a gateway at this address
 * @param env what else is set for it
 */
export async function startGateway(staticDir: string, streamsAt: (url: string) => readonly object[], env: Readonly<Record<string, string>> = {}): Promise<GatewayProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'weixin-live-gateway-'))
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  const { VITEST: _, NODE_ENV: __, ...inherited } = process.env
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: ROOT,
    env: { ...inherited, ...env, PORT: String(port), STATIC_DIR: staticDir, STREAMS: JSON.stringify(streamsAt(url)), DATABASE_FILE: join(folder, 'gateway.db') },
  })
  const ended = once(child, 'exit').then(() => rmSync(folder, { recursive: true, force: true }))
  const said: string[] = []
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: unknown): void => {
      said.push(String(chunk))
      if (said.join('').includes('the gateway is ready'))
        resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', code => reject(new Error(`The gateway ended with ${code}: ${said.join('')}`)))
  })
  return {
    url,
    close() {
      child.kill('SIGTERM')
      return ended
    },
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
