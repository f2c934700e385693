import { startLoadGenerator } from './load-generator'
import { printTable } from './print-table'
import { addressOf, startBenchGateway } from './start-gateway'

const CLIENTS = 10_000
const ROOMS = 250

/** How often WeChat is asked when everybody comes before the first list is there. */
export async function benchColdStart(): Promise<void> {
  let open = (): void => {}
  const gateway = await startBenchGateway({ logLevel: 'silent', rooms: ROOMS, until: new Promise(resolve => open = resolve) })
  let arrived = 0
  gateway.app.server.on('request', () => {
    arrived += 1
    if (arrived === CLIENTS)
      open()
  })
  const load = startLoadGenerator()
  const { total, failed } = await load.send({ url: `${addressOf(gateway.app)}/v1/rooms`, connections: CLIENTS, amount: CLIENTS, timeout: 120 })
  const { calls } = gateway.simulator
  printTable(`${CLIENTS} clients at a cold gateway of a shop with ${ROOMS} rooms`, [
    ['clients', 'waiting at once', 'answered', 'calls of getliveinfo', 'pages of WeChat\'s list', 'calls of stable_token'],
    [CLIENTS, Math.min(arrived, CLIENTS), total - failed, calls.getliveinfo.count, Math.ceil(ROOMS / 100), calls.stable_token.count].map(String),
  ])
  load.close()
  await gateway.close()
}
