import type { TouchObserver } from '../touches/touch-receiver'
import type { WeChatObserver } from '../wechat/call-wechat'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What Prometheus is told. Labels hold routes, codes and kinds only: nobody's name, no address, no secret. */
export interface Metrics {
  readonly observeRequest: (method: string, route: string, status: number, seconds: number) => void
  readonly observeWeChat: WeChatObserver
  readonly observeTouches: Required<TouchObserver>
  /**
   * Adds a number that is looked up whenever Prometheus asks.
   * @param name without the prefix
   * @param help what it is
   * @param read the number; null when there is none now
   */
  readonly addGauge: (name: string, help: string, read: () => number | null | Promise<number | null>) => void
  /** The exposition format, and its content type. */
  readonly expose: () => Promise<string>
  readonly contentType: string
}

const PREFIX = 'weixin_live_'

// From an answer out of memory to one that waited for WeChat's time-out.
const REQUEST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
// From a phone that was online to one that was switched off for a month.
const LAG_SECONDS = [1, 5, 15, 60, 300, 1800, 3600, 6 * 3600, 86_400, 7 * 86_400, 30 * 86_400]

/**
 * Creates the metrics of one gateway, which share nothing with another's.
 * @param options what else is told
 * @param options.withProcess memory, processor and event loop; of the whole process, so for one gateway in it at most
 */
export function createMetrics({ withProcess = false }: { readonly withProcess?: boolean } = {}): Metrics {
  const registry = new Registry()
  const registers = [registry]
  if (withProcess)
    collectDefaultMetrics({ register: registry })

  const requests = new Histogram({ name: `${PREFIX}http_request_duration_seconds`, help: 'Requests by route and status.', labelNames: ['method', 'route', 'status'], buckets: REQUEST_SECONDS, registers })
  const wechatCalls = new Counter({ name: `${PREFIX}wechat_calls_total`, help: 'Calls to WeChat by outcome: ok, or the kind of the error.', labelNames: ['call', 'outcome'], registers })
  const stored = new Counter({ name: `${PREFIX}touches_stored_total`, help: 'Touches that are new. One that comes again does not count.', registers })
  const refused = new Counter({ name: `${PREFIX}touches_refused_total`, help: 'Touches that were refused, by code.', labelNames: ['code'], registers })
  const lag = new Histogram({ name: `${PREFIX}touch_lag_seconds`, help: 'How long touches waited on phones before they arrived.', buckets: LAG_SECONDS, registers })

  return {
    observeRequest: (method, route, status, seconds) => requests.observe({ method, route, status }, seconds),
    observeWeChat: (call, outcome) => wechatCalls.inc({ call, outcome }),
    observeTouches: {
      onStored: count => stored.inc(count),
      onRefused: code => refused.inc({ code }),
      onLag: seconds => lag.observe(Math.max(0, seconds)),
    },
    addGauge: (name, help, read) => {
      const gauge: Gauge = new Gauge({
        name: PREFIX + name,
        help,
        registers,
        collect: async () => gauge.set(await read() ?? Number.NaN),
      })
    },
    expose: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
