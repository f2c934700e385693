import type { ReplayNotice } from '@/src/composables/use-replay-player'
import type { LiveStatus } from '@/src/domain/live-status'
import type { ReplayState } from '@/src/domain/replay-state'
import type { ErrorText } from '@/src/text'
import { playTimeText, replayText } from '@/src/live/text'
import { dateTimeText, errorTextOf, statusText, text } from '@/src/text'

/**
 * What stands in the place of the video, and the one thing to do.
 * @param state of the replay
 * @param status of the room
 * @param nowMs milliseconds since the epoch
 */
export function replayEmptyText(state: ReplayState, status: LiveStatus, nowMs: number): ErrorText & { readonly action: string } {
  switch (state.kind) {
    case 'being-made':
      return { title: replayText['being-made'].title, advice: `${makingText(state, nowMs)}，${replayText['being-made'].advice}`, action: text.action.refresh }
    case 'ready':
      return { ...replayText.failed, action: text.action.retry }
    case 'none':
      return { ...(status === 'banned' || status === 'expired' ? { title: statusText[status].title, advice: statusText[status].detail } : replayText.none), action: replayText.backToRoom }
    case 'closed':
    case 'not-ended':
    case 'expired':
      return { ...replayText[state.kind], action: replayText.backToRoom }
    default:
      return state satisfies never
  }
}

function makingText({ expectedAtMs, isLate }: ReplayState & { readonly kind: 'being-made' }, nowMs: number): string {
  if (isLate)
    return replayText.making.late
  return expectedAtMs === null ? replayText.making.usual : replayText.making.expected(dateTimeText(expectedAtMs, nowMs))
}

/** What is said about the playing; a notice without an action is only said. */
export function replayNoticeText(notice: ReplayNotice): { message: string, action: string } {
  switch (notice.kind) {
    case 'resumed':
      return { message: replayText.resumed(playTimeText(notice.atS)), action: replayText.startOver }
    case 'finished':
      return { message: replayText.finished, action: replayText.startOver }
    case 'skipped':
      return { message: replayText.skipped(notice.number), action: '' }
    case 'stopped':
      return { message: errorTextOf(notice.error).title, action: text.action.retry }
    default:
      return notice satisfies never
  }
}
