// The load generator as a process of its own, so that what it costs is not counted as the server's.
import process from 'node:process'
import autocannon from 'autocannon'

process.on('message', async (order: autocannon.Options) => {
  const { requests, latency, non2xx, errors } = await autocannon(order)
  process.send?.({ perSecond: requests.average, total: requests.total, p50Ms: latency.p50, p90Ms: latency.p90, p99Ms: latency.p99, maxMs: latency.max, failed: non2xx + errors })
})
process.on('disconnect', () => process.exit(0))
