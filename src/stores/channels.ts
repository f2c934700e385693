import type { ChannelsAccount } from '@/src/domain/channels-account'
import type { ChannelsNotice, ReserveOutcome } from '@/src/domain/channels-live'
import type { ChannelsFacts } from '@/src/domain/channels-offer'
import type { LiveError } from '@/src/domain/live-error'
import { defineStore } from 'pinia'
import { shallowReactive, shallowRef } from 'vue'
import { waitLeftMs } from '@/src/domain/backoff'
import { isReservedAfter } from '@/src/domain/channels-live'
import { channelsDelayMs } from '@/src/domain/channels-offer'
import { hasFeature } from '@/src/domain/client-features'
import { toLiveError } from '@/src/domain/live-error'
import { MIN_INTERVAL_MS } from '@/src/domain/status-schedule'
import { usePlatform } from '@/src/platform/use-platform'

/** What is known of one Channels account; what was known stays when a question fails. */
export interface ChannelsRecord extends ChannelsFacts {
  /** Why the last question failed; null after one that did not. */
  readonly error: LiveError | null
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

interface Asking {
  readonly record: Writable<ChannelsRecord>
  askedAtMs: number
  failureCount: number
  question: Promise<void> | null
}

/** The shop's Channels accounts and their broadcasts: one question per account at a time, and at most one a minute. */
export const useChannelsStore = defineStore('channels', () => {
  const { channels, client, clock, liveApi } = usePlatform()

  /** None until the gateway has named them, and none while it cannot. */
  const accounts = shallowRef<readonly ChannelsAccount[]>([])
  /** Which announced broadcasts this user is known to have reserved, or not. */
  const isReservedByNotice = shallowReactive(new Map<string, boolean | null>())
  const askings = new Map<string, Asking>()
  const warned = new Set<string>()
  let hasAccounts = false

  /** Asks the gateway for the accounts, unless it has told. Never rejects: without them nothing of Channels is shown. */
  async function loadAccounts(): Promise<void> {
    if (hasAccounts)
      return
    try {
      accounts.value = await liveApi.getChannelsAccounts()
      hasAccounts = true
    }
    catch {
      // The room list tells when the gateway is out of reach.
    }
  }

  function askingOf(finderUserName: string): Asking {
    let asking = askings.get(finderUserName)
    if (!asking) {
      asking = { record: shallowReactive({ live: null, notice: null, error: null }), askedAtMs: Number.NEGATIVE_INFINITY, failureCount: 0, question: null }
      askings.set(finderUserName, asking)
    }
    return asking
  }

  /** Asks WeChat about an account, unless it was asked within the minute; callers at one time share it. Never rejects. */
  async function refresh(finderUserName: string): Promise<void> {
    const asking = askingOf(finderUserName)
    if (!asking.question && leftMs(asking, MIN_INTERVAL_MS) === 0) {
      asking.askedAtMs = clock.now()
      asking.question = ask(finderUserName, asking)
    }
    await asking.question
  }

  async function ask(finderUserName: string, asking: Asking): Promise<void> {
    const { record } = asking
    try {
      const live = await channels.getLiveInfo(finderUserName)
      record.live = unlessSame(record.live, live)
      // Who is live has nothing to reserve.
      const canHaveNotice = live?.status !== 'live' && hasFeature(client(), 'channels-notice')
      record.notice = unlessSame(record.notice, canHaveNotice ? await noticeOf(finderUserName) : null)
      record.error = null
      asking.failureCount = 0
    }
    catch (thrown) {
      const error = record.error = toLiveError(thrown)
      asking.failureCount++
      warnOnce(finderUserName, error.kind === 'channels-refused' ? error.reason : error.kind, error)
    }
    asking.question = null
  }

  // Whoever may not ask for announcements is shown the broadcast all the same.
  async function noticeOf(finderUserName: string): Promise<ChannelsNotice | null> {
    try {
      return await channels.getNotice(finderUserName)
    }
    catch (thrown) {
      const error = toLiveError(thrown)
      if (error.kind !== 'channels-refused')
        throw error
      warnOnce(finderUserName, error.reason, error)
      return null
    }
  }

  function warnOnce(finderUserName: string, why: string, error: LiveError): void {
    const found = `${finderUserName}: ${why}`
    if (!warned.has(found))
      console.warn(`[weixin-live] Channels account ${found}. Why, and what to do: docs/channels.md. DevTools has no Channels.`, error)
    warned.add(found)
  }

  function leftMs({ askedAtMs }: Asking, forMs: number): number {
    return waitLeftMs({ sinceMs: askedAtMs, forMs }, clock.now())
  }

  /** How long until an account is to be asked about again, in milliseconds; null when asking is no use. */
  function dueInMs(finderUserName: string): number | null {
    const asking = askingOf(finderUserName)
    const { record, askedAtMs, failureCount } = asking
    // Until the shop, the developer or WeChat itself has changed something.
    if (record.error?.kind === 'api-missing' || record.error?.kind === 'channels-refused')
      return null
    return leftMs(asking, channelsDelayMs(record, failureCount, askedAtMs))
  }

  /** Shows WeChat's popup for a notice. Rejects with a `LiveError`. */
  async function reserve(noticeId: string): Promise<ReserveOutcome> {
    const outcome = await channels.reserve(noticeId)
    isReservedByNotice.set(noticeId, isReservedAfter(outcome))
    return outcome
  }

  return {
    accounts,
    isReservedByNotice,
    loadAccounts,
    /** The record of an account, made when first asked for; it stays the same object for the life of the app. */
    of: (finderUserName: string): ChannelsRecord => askingOf(finderUserName).record,
    refresh,
    dueInMs,
    reserve,
  }
})

// An answer that says what was known reaches no page.
function unlessSame<T>(known: T, next: T): T {
  return JSON.stringify(known) === JSON.stringify(next) ? known : next
}
