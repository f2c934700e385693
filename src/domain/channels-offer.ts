import type { ChannelsLive, ChannelsNotice } from './channels-live'
import { nextDelayMs } from './status-schedule'

/** What a Channels account has for customers now. */
export type ChannelsOffer = 'watch' | 'reserve' | 'prepare' | 'replay' | 'replay-soon'

/** What is known of an account. */
export interface ChannelsFacts {
  readonly live: ChannelsLive | null
  readonly notice: ChannelsNotice | null
}

/** The one thing to show of an account; null when there is nothing for customers. */
export function channelsOfferOf({ live, notice }: ChannelsFacts): ChannelsOffer | null {
  const status = live?.status
  if (status === 'live')
    return 'watch'
  if (notice?.status === 'usable' && notice.isReservable)
    return 'reserve'
  if (status === 'preparing')
    return 'prepare'
  if (status === 'ended' && live?.replay === 'ready')
    return 'replay'
  return status === 'ended' && live?.replay === 'generating' ? 'replay-soon' : null
}

/**
 * How long after a question an account is to be asked about again: like a room that is live, or one that is announced.
 * @param facts what is known
 * @param facts.live the newest broadcast
 * @param facts.notice the next announcement
 * @param failureCount how many questions in a row brought nothing
 * @param nowMs milliseconds since the epoch
 * @returns milliseconds
 */
export function channelsDelayMs({ live, notice }: ChannelsFacts, failureCount: number, nowMs: number): number {
  const isMoving = live?.status === 'live' || live?.status === 'preparing'
  // Without a notice its start is never, which leaves the slowest rhythm: broadcasts start unannounced too.
  const startAtMs = (notice?.status === 'usable' ? notice.startAtMs : null) ?? Number.POSITIVE_INFINITY
  return nextDelayMs({ status: isMoving ? 'live' : 'upcoming', startAtMs, failureCount, nowMs }) ?? 0
}
