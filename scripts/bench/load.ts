// The load generator as a process of its own, so that what it costs is not counted as the server's.
import process from 'node:process'
import autocannon from 'autocannon'

process.on('message', async (order: autocannon.Options) => {
  // Its own percentiles are whole milliseconds.
  const latenciesMs: number[] = []
  const { requests, non2xx, errors, '3xx': notModified } = await new Promise<autocannon.Result>((resolve, reject) => {
    autocannon(order, (failure: unknown, result) => failure ? reject(failure) : resolve(result))
      .on('response', (_client, _status, _bytes, ms) => latenciesMs.push(ms))
  })
  latenciesMs.sort((a, b) => a - b)
  const percentile = (share: number): number => latenciesMs[Math.min(latenciesMs.length - 1, Math.floor(latenciesMs.length * share))] ?? Number.NaN
  process.send?.({
    perSecond: requests.average,
    total: requests.total,
    p50Ms: percentile(0.5),
    p90Ms: percentile(0.9),
    p99Ms: percentile(0.99),
    maxMs: percentile(1),
    failed: non2xx - notModified + errors,
  })
})
process.on('disconnect', () => process.exit(0))
