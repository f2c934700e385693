// npm run bench: measures, prints ratios against a floor measured in the same run, and never fails on a time.
import { benchColdStart } from './bench/cold-start'
import { benchGateway } from './bench/gateway'
import { benchPoller } from './bench/poller'
import { benchProcess } from './bench/process'
import { benchTouches } from './bench/touches'

async function main(): Promise<void> {
  await benchGateway()
  await benchColdStart()
  await benchProcess()
  await benchTouches()
  await benchPoller()
}

void main()
