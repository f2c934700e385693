// npm run bench: measures, prints ratios against a floor measured in the same run, and never fails on a time.
import { benchGateway } from './bench/gateway'
import { benchPoller } from './bench/poller'
import { benchTouches } from './bench/touches'

async function main(): Promise<void> {
  await benchGateway()
  await benchTouches()
  await benchPoller()
}

void main()
