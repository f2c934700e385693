import type { ComputedRef, MaybeRefOrGetter } from 'vue'
import type { ChannelsLive, ChannelsNotice } from '@/src/domain/channels-live'
import { computed, toValue, watch } from 'vue'
import { usePageVisibility } from '@/src/composables/use-page-visibility'
import { toLiveError } from '@/src/domain/live-error'
import { usePlatform } from '@/src/platform/use-platform'
import { useChannelsStore } from '@/src/stores/channels'
import { errorTextOf, reserveOutcomeText } from '@/src/text'

export interface UseChannelsLiveReturn {
  /** The account's newest broadcast; null while there is none. */
  live: ComputedRef<ChannelsLive | null>
  /** Its next announcement; null while there is none. */
  notice: ComputedRef<ChannelsNotice | null>
  /** Whether this user will be reminded of it; null while WeChat has not said. */
  isReserved: ComputedRef<boolean | null>
  /** Why the last question failed, in words; empty when it did not. What was known stays. */
  problem: ComputedRef<string>
  /**
   * Opens the broadcast, or its replay. To be called in the handler of a tap and before anything is awaited there: WeChat
   * opens nothing from a callback. @returns why it did not open, in words; empty when all is well
   */
  open: () => Promise<string>
  /** Shows WeChat's popup for the notice. @returns what came of it, in words; empty when there is nothing to say */
  reserve: () => Promise<string>
  /** Asks again, if WeChat was not asked within the minute. Never rejects. */
  refresh: () => Promise<void>
}

/**
 * The broadcasts of a Channels (视频号) account, followed while the page is in sight.
 * @param finderUserName the account's id from 视频号助手
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/channels-live.html
 */
export function useChannelsLive(finderUserName: MaybeRefOrGetter<string>): UseChannelsLiveReturn {
  const { channels, clock } = usePlatform()
  const store = useChannelsStore()
  const isPageVisible = usePageVisibility()
  const record = computed(() => store.of(toValue(finderUserName)))
  const live = computed(() => record.value.live)
  const notice = computed(() => record.value.notice)
  const noticeId = computed(() => notice.value?.noticeId ?? '')

  watch([() => toValue(finderUserName), isPageVisible], ([account, isVisible], _, onCleanup) => {
    if (!isVisible)
      return
    let isOver = false
    let timer: unknown
    onCleanup(() => {
      isOver = true
      clock.clearTimer(timer)
    })

    async function follow(): Promise<void> {
      if (store.dueInMs(account) === 0)
        await store.refresh(account)
      const delayMs = store.dueInMs(account)
      if (!isOver && delayMs !== null)
        timer = clock.setTimer(follow, delayMs)
    }
    void follow()
  }, { immediate: true })

  return {
    live,
    notice,
    isReserved: computed(() => store.isReservedByNotice.get(noticeId.value) ?? null),
    problem: computed(() => record.value.error ? wordsOf(record.value.error) : ''),
    // What WeChat needs was asked for beforehand, so nothing stands between the tap and the call.
    open: () => channels.open({ feedId: '', nonceId: '', ...live.value, finderUserName: toValue(finderUserName) }).then(() => '', wordsOf),
    reserve: () => store.reserve(noticeId.value).then(outcome => reserveOutcomeText[outcome] ?? '', wordsOf),
    refresh: () => store.refresh(toValue(finderUserName)),
  }
}

function wordsOf(thrown: unknown): string {
  const { title, advice } = errorTextOf(toLiveError(thrown))
  return `${title}，${advice}`
}
