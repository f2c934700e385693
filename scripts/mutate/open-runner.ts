import type { RunRequest, Verdict } from './protocol'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

/** A process that runs tests in one copy of the project, one request at a time. */
export interface Runner {
  readonly run: (request: RunRequest) => Promise<Verdict>
  readonly close: () => Promise<void>
}

/**
 * Starts a runner.
 * @param root the copy
 * @param builds where its built outputs are
 * @throws Error when it ends instead of getting ready
 */
export async function openRunner(root: string, builds: string): Promise<Runner> {
  const { NODE_ENV: _, VITEST: __, VITEST_JSON_REPORT: ___, ...inherited } = process.env
  const child = fork(fileURLToPath(new URL('runner.mjs', import.meta.url)), { cwd: root, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: { ...inherited, TEST_BUILDS: builds } })
  const end = once(child, 'exit')
  const ended = end.then(() => {
    throw new Error('The runner of the tests ended.')
  })
  ended.catch(() => {})
  await Promise.race([once(child, 'message'), ended])

  async function run(request: RunRequest): Promise<Verdict> {
    child.send(request)
    const [verdict] = await Promise.race([once(child, 'message'), ended])
    return verdict
  }

  async function close(): Promise<void> {
    if (child.connected)
      child.disconnect()
    await end
  }

  return { run, close }
}
