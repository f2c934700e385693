// npm run test:mutate: breaks copies of the project and of what is built from it, and tells which breaks no test notices.
// With words after it (npm run test:mutate -- outbox), only the breaks whose name or file has one of them; with --green,
// right after npm test, it does not look first whether the tests pass while nothing is broken.
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { compile } from '../tests/build/support/compile'
import { BREAKS } from './mutate/breaks'
import { exitCodeOf, reportOn } from './mutate/report'
import { runRound } from './mutate/round'

const BUILDS = ['mp-weixin', 'mp-weixin-subpackage', 'mp-weixin-no-plugin', 'h5']

async function main(args: readonly string[]): Promise<void> {
  const words = args.filter(arg => arg !== '--green')
  const breaks = BREAKS.filter(({ name, file }) => words.length === 0 || words.some(word => name.includes(word) || file.includes(word)))
  const outcomes = await runRound({
    root: join(dirname(fileURLToPath(import.meta.url)), '..'),
    breaks,
    compile: (build, outputDir, root) => compile(build, outputDir, { root, ...(build === 'h5' && { env: { VITE_GATEWAY_URL: '' } }) }),
    builds: BUILDS,
    keptBuilds: process.env.TEST_BUILDS ?? null,
    isKnownGreen: args.includes('--green'),
    workers: Math.min(2, availableParallelism()),
    say: line => process.stdout.write(`${line}\n`),
  })
  process.stdout.write(`\n${reportOn(outcomes, performance.now() / 1000).join('\n')}\n`)
  process.exitCode = exitCodeOf(outcomes)
}

// Leaving takes the copies of the project along; a signal alone would not.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

main(process.argv.slice(2)).catch((thrown) => {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
  process.exitCode = 1
})
