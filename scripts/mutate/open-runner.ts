import type { ChildProcess } from 'node:child_process'
import type { RunRequest, Verdict } from './protocol'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

/** A process that runs tests in one copy of the project, one request at a time. */
export interface Runner {
  /** Never rejects: a process that ends, or that a break keeps busy for ever, is replaced by another. */
  readonly run: (request: RunRequest, limitMs: number) => Promise<Verdict>
  readonly close: () => Promise<void>
}

/**
 * Creates a runner; its process starts with the first request.
 * @param root the copy
 * @param builds where its built outputs are
 */
export function openRunner(root: string, builds: string): Runner {
  let current: ChildProcess | null = null

  function start(): ChildProcess {
    const { NODE_ENV: _, VITEST: __, VITEST_JSON_REPORT: ___, ...inherited } = process.env
    // A group of its own, so that what it starts goes with it.
    return fork(fileURLToPath(new URL('runner.mjs', import.meta.url)), { cwd: root, detached: true, execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env: { ...inherited, TEST_BUILDS: builds } })
  }

  async function run(request: RunRequest, limitMs: number): Promise<Verdict> {
    const child = current ??= start()
    const over = new AbortController()
    const { signal } = over
    const limit = setTimeout(() => over.abort(), limitMs)
    const end = once(child, 'exit', { signal }).then((): Verdict => ({ kind: 'crashed', reason: 'the runner of the tests ended' }))
    // A new process takes what it is sent before it is ready, and answers in order.
    child.send(request)
    const answer = once(child, 'message', { signal }).then(([verdict]): Verdict => verdict)
    try {
      const verdict = await Promise.race([answer, end])
      if (child.exitCode !== null || child.signalCode !== null) {
        current = null
        killGroup(child)
      }
      return verdict
    }
    catch {
      current = null
      killGroup(child)
      return { kind: 'crashed', reason: `the tests were not over after ${limitMs / 1000} s` }
    }
    finally {
      clearTimeout(limit)
      over.abort()
      for (const waiting of [answer, end]) waiting.catch(() => {})
    }
  }

  async function close(): Promise<void> {
    const child = current
    if (!child?.connected)
      return
    const end = once(child, 'exit')
    child.disconnect()
    await end
    killGroup(child)
  }

  return { run, close }
}

// A worker that a break keeps busy outlives the runner that started it, and would keep a core busy for ever.
function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined)
      process.kill(-pid, 'SIGKILL')
  }
  catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH'))
      throw thrown
  }
}
