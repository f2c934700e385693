// npm run bench: measures, prints ratios against a floor measured in the same run, and never fails on a time.
import { benchGateway } from './bench/gateway'
import { benchPoller } from './bench/poller'

async function main(): Promise<void> {
  await benchGateway()
  await benchPoller()
}

void main()
