import type { RoomCatalogue } from '../catalogue'
import type { ListQuota } from './list-quota'
import type { Metrics } from './metrics'
import type { Clock } from '@/src/domain/clock'
import { LIST_CALLS_PER_DAY } from './list-quota'

/** What {@link addGauges} looks at. */
export interface Gauged {
  readonly catalogue: Pick<RoomCatalogue, 'health' | 'peek'>
  readonly quota: Pick<ListQuota, 'used'>
  /** Rejects unless the database answers. */
  readonly ping: () => Promise<unknown>
  readonly clock: Clock
}

/** Shows how the gateway's parts are doing whenever Prometheus asks. */
export function addGauges({ addGauge }: Pick<Metrics, 'addGauge'>, { catalogue, quota, ping, clock }: Gauged): void {
  addGauge('room_list_age_seconds', 'How long ago WeChat was asked for the room list that is served; not a number before the first.', () => {
    const { checkedAtMs } = catalogue.health()
    return checkedAtMs === null ? null : Math.max(0, clock.now() - checkedAtMs) / 1000
  })
  addGauge('room_list_failures', 'How many refreshes of the room list in a row have failed.', () => catalogue.health().failures)
  addGauge('room_list_stale', '1 while the room list is served although WeChat cannot be asked.', () => catalogue.peek()?.isStale ? 1 : 0)
  addGauge('room_list_rooms', 'How many rooms the list has.', () => catalogue.peek()?.rooms.length ?? 0)
  addGauge('wechat_list_calls_today', 'Calls of getliveinfo since China\'s midnight, all replicas together.', quota.used)
  addGauge('wechat_list_calls_limit', 'Calls of getliveinfo that WeChat allows in a day.', () => LIST_CALLS_PER_DAY)
  addGauge('database_up', '1 when the database answers.', () => ping().then(() => 1, () => 0))
}
