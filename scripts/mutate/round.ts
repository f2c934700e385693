import type { Break } from './break'
import type { ProjectCopy } from './copy-project'
import type { Runner } from './open-runner'
import type { Verdict } from './protocol'
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { apply, needsBuilds } from './break'
import { copyProject } from './copy-project'
import { openRunner } from './open-runner'

/** What became of one break. */
export interface Outcome {
  readonly tried: Break
  readonly verdict: Verdict
  readonly seconds: number
}

/** What a round needs. */
export interface RoundOptions {
  /** The project; it is only read. */
  readonly root: string
  readonly breaks: readonly Break[]
  /** Makes one build of a copy. */
  readonly compile: (build: string, outputDir: string, root: string) => Promise<unknown>
  /** All builds, by their names. */
  readonly builds: readonly string[]
  /** A folder with outputs of the project as it is, to be used again; null = build them. */
  readonly keptBuilds: string | null
  /** `npm test` has just passed on the project as it is, so that nothing needs to run before it is broken. */
  readonly isKnownGreen: boolean
  /** Copies of the project that work side by side. */
  readonly workers: number
  readonly say: (line: string) => void
}

// Generous: a busy machine takes several times as long.
const ALL_TESTS_LIMIT_MS = 15 * 60_000
const BREAK_LIMIT_MS = 2 * 60_000

interface Bench extends ProjectCopy { readonly runner: Runner }

/**
 * Breaks copies of the project, one break at a time, and runs the tests that should notice.
 * @throws Error when a break no longer fits, or a test fails although nothing is broken, unless it is known to be green
 */
export async function runRound(options: RoundOptions): Promise<Outcome[]> {
  const { root, breaks, workers, say } = options
  const copies: ProjectCopy[] = []
  const benches: Bench[] = []
  try {
    for (let i = 0; i < workers; i++) copies.push(copyProject(root))
    await makeBuilds(copies, options)
    checkAllFit(copies[0], breaks)
    for (const copy of copies) benches.push({ ...copy, runner: openRunner(copy.root, copy.builds) })
    if (!options.isKnownGreen)
      await checkAllPass(benches, breaks)
    say(`Nothing is broken, and all named tests pass${options.isKnownGreen ? ', as we are told' : ''}. Now ${breaks.length} breaks, one at a time.`)
    return await shareOut(benches, breaks, bench => one => tryBreak(bench, one, options))
  }
  finally {
    await Promise.all(benches.map(({ runner }) => runner.close()))
    for (const { remove } of copies) remove()
  }
}

async function makeBuilds(copies: readonly ProjectCopy[], { breaks, builds, keptBuilds, compile }: RoundOptions): Promise<void> {
  const [first, ...others] = copies
  if (!first || !breaks.some(needsBuilds))
    return
  for (const build of builds) {
    const kept = keptBuilds && join(keptBuilds, build)
    if (kept && existsSync(kept))
      cpSync(kept, join(first.builds, build), { recursive: true })
    else
      await compile(build, join(first.builds, build), first.root)
  }
  for (const other of others) cpSync(first.builds, other.builds, { recursive: true })
}

function folderOf({ root, builds }: ProjectCopy, { isOutput = false }: Break): string {
  return isOutput ? builds : root
}

function checkAllFit(copy: ProjectCopy | undefined, breaks: readonly Break[]): void {
  const stale = breaks.flatMap((one) => {
    try {
      if (copy)
        apply(folderOf(copy, one), one)()
      return []
    }
    catch (thrown) {
      return [thrown instanceof Error ? thrown.message : String(thrown)]
    }
  })
  if (stale.length > 0)
    throw new Error(stale.join('\n'))
}

async function checkAllPass(benches: readonly Bench[], breaks: readonly Break[]): Promise<void> {
  const whole = new Set(breaks.filter(({ named }) => named === undefined).flatMap(({ tests }) => tests))
  const inPart = breaks.filter(({ tests }) => !tests.some(file => whole.has(file)))
  const names = new Set(inPart.flatMap(({ named = [] }) => named))
  for (const [files, only] of [[whole, []], [new Set(inPart.flatMap(({ tests }) => tests)), [...names]]] as const) {
    const verdicts = await Promise.all(benches.map(({ runner }, at) => runner.run({ tests: [...files].filter((_, n) => n % benches.length === at), names: only, changed: [] }, ALL_TESTS_LIMIT_MS)))
    for (const verdict of verdicts) {
      if (verdict.kind !== 'passed')
        throw new Error(`Nothing is broken yet, and still: ${describe(verdict)}`)
    }
  }
}

// Whoever is free takes the next one.
async function shareOut<W, T, R>(workers: readonly W[], tasks: readonly T[], work: (worker: W) => (task: T) => Promise<R>): Promise<R[]> {
  const queue = [...tasks.entries()]
  const results: R[] = []
  await Promise.all(workers.map(async (worker) => {
    for (let next = queue.shift(); next; next = queue.shift()) results[next[0]] = await work(worker)(next[1])
  }))
  return results
}

async function tryBreak(bench: Bench, tried: Break, { compile, say }: RoundOptions): Promise<Outcome> {
  const startedAtMs = performance.now()
  const folder = folderOf(bench, tried)
  const changed = [join(folder, tried.file)]
  const repair = apply(folder, tried)
  const putBack = (tried.rebuild ?? []).map(build => setAside(bench.builds, build))
  let verdict: Verdict
  try {
    for (const build of tried.rebuild ?? []) await compile(build, join(bench.builds, build), bench.root)
    verdict = await bench.runner.run({ tests: tried.tests, names: tried.named === undefined ? [] : [tried.named], changed }, BREAK_LIMIT_MS)
  }
  catch (thrown) {
    verdict = { kind: 'crashed', reason: thrown instanceof Error ? thrown.message : String(thrown) }
  }
  finally {
    repair()
    for (const back of putBack) back()
  }
  // The next run must not meet what is broken: it is read again even where this one never read it.
  await bench.runner.run({ tests: [], names: [], changed }, BREAK_LIMIT_MS)
  const seconds = (performance.now() - startedAtMs) / 1000
  say(`${verdict.kind === 'failed' ? 'caught  ' : 'MISSED  '} ${tried.name}${verdict.kind === 'failed' ? '' : `: ${describe(verdict)}`}`)
  return { tried, verdict, seconds }
}

function setAside(builds: string, build: string): () => void {
  const [output, aside] = [join(builds, build), join(builds, '..', 'aside', build)]
  mkdirSync(join(aside, '..'), { recursive: true })
  renameSync(output, aside)
  return () => {
    rmSync(output, { recursive: true, force: true })
    renameSync(aside, output)
  }
}

/** What a test run came to, in words. */
export function describe(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'passed':
      return 'nobody noticed'
    case 'failed':
      return `${verdict.file}: ${verdict.test}`
    case 'crashed':
      return `no test failed, the tests could not run: ${verdict.reason}`
    default:
      return verdict satisfies never
  }
}
