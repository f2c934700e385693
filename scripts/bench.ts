// npm run bench: measures, prints ratios against a floor measured in the same run, and never fails on a time.
// With `-- --plots` it also redraws the plots of docs/performance.md. TEST_BUILDS names a folder whose outputs are reused.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { ROOT } from '@/tests/build/support/compile'
import { buildAll } from './bench/builds'
import { benchColdStart } from './bench/cold-start'
import { benchFollowing } from './bench/following'
import { benchGateway } from './bench/gateway'
import { writePlots } from './bench/plots'
import { benchProcess } from './bench/process'
import { benchRuntime } from './bench/runtime'
import { benchSizes } from './bench/sizes'
import { benchTouches } from './bench/touches'

// In the host, which looks at every card with each page, the long one takes minutes.
const SHORT_LIST = 200
const LONG_LIST = 2_000

async function main(): Promise<void> {
  const servers = await benchGateway()
  await benchColdStart()
  await benchProcess()
  await benchTouches()
  const following = await benchFollowing()

  const kept = process.env.TEST_BUILDS
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'weixin-live-bench-'))
  await buildAll(folder)
  const sizes = benchSizes(folder)
  const cards = await benchRuntime(folder, process.argv.includes('--plots') ? LONG_LIST : SHORT_LIST)
  if (!kept)
    rmSync(folder, { recursive: true, force: true })

  if (process.argv.includes('--plots'))
    writePlots(join(ROOT, 'docs', 'images', 'performance'), { servers, following, cards, sizes })
}

void main()
