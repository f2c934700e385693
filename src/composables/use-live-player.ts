import type { ShallowRef } from 'vue'
import type { CommandResult, UsePlayerSessionOptions } from '@/src/composables/use-player-session'
import type { UsePlayerStatsReturn } from '@/src/composables/use-player-stats'
import type { LiveError } from '@/src/domain/live-error'
import type { FullScreenDirection, PlayerControls, PlayerSnapshot } from '@/src/domain/player-controls'
import type { PlayerEventName } from '@/src/domain/player-event'
import type { PlayerState } from '@/src/domain/player-machine'
import type { PlayerStats } from '@/src/domain/player-stats'
import { shallowRef, toValue, watch } from 'vue'
import { usePlayerSession } from '@/src/composables/use-player-session'
import { usePlayerStats } from '@/src/composables/use-player-stats'
import { playerNoticeOf } from '@/src/domain/player-code'
import { isPermissionMissing } from '@/src/domain/player-event'
import { isActive } from '@/src/domain/player-machine'
import { parsePlayerStats } from '@/src/domain/player-stats'
import { fieldsOf } from '@/src/domain/untrusted'

/** Commands that change nothing here until the player says so. */
export type PlainCommand = Exclude<keyof PlayerControls, 'play' | 'stop' | 'pause' | 'resume' | 'mute' | 'snapshot' | 'requestFullScreen'>

export interface UseLivePlayerReturn extends Omit<UsePlayerStatsReturn, 'note' | 'forget'> {
  state: Readonly<ShallowRef<PlayerState>>
  isMuted: Readonly<ShallowRef<boolean>>
  isFullScreen: Readonly<ShallowRef<boolean>>
  /** Takes what the player says; to be bound to every event of it. */
  hear: (name: PlayerEventName, detail: unknown) => void
  /** Starts, or goes on after a pause. */
  play: () => CommandResult
  /** Holds the picture, or stops where there is none yet. */
  pause: () => CommandResult
  stop: () => CommandResult
  /** Turns the sound off, or on again. */
  mute: () => CommandResult
  enterFullScreen: (direction: FullScreenDirection) => CommandResult
  snapshot: () => Promise<PlayerSnapshot | LiveError>
  /** Casting commands to be called in the tap itself. */
  tell: (command: PlainCommand) => CommandResult
}

/**
 * Drives a `<live-player>` that starts by itself: hears all it says, starts it again when it has given up, and tells it
 * what the user wants.
 * @see https://developers.weixin.qq.com/miniprogram/dev/component/live-player.html
 */
export function useLivePlayer(options: UsePlayerSessionOptions): UseLivePlayerReturn {
  const { state, dispatch, attempt } = usePlayerSession(options)
  const { note, forget, ...measured } = usePlayerStats()
  const isMuted = shallowRef(false)
  const isFullScreen = shallowRef(false)

  function hear(name: PlayerEventName, detail: unknown): void {
    const fields = fieldsOf(detail)
    switch (name) {
      case 'statechange': {
        const notice = playerNoticeOf(fields.code)
        return void (notice && dispatch({ type: 'notice', notice }))
      }
      case 'netstatus':
        return measure(parsePlayerStats(fields.info))
      case 'fullscreenchange':
        // Some WeChats send text.
        return void (isFullScreen.value = String(fields.fullScreen) === 'true')
      // A small window and another screen can be seen by themselves, and nobody sees this page behind them.
      case 'enterpictureinpicture':
      case 'leavepictureinpicture':
      case 'castinguserselect':
      case 'castingstatechange':
      case 'castinginterrupt':
        return
      case 'audiovolumenotify':
        // A browser says so when it lets nothing sound; WeChat says nothing.
        return void (fields.isSilenced === true && (isMuted.value = true))
      case 'error':
        // Only a browser waits for a tap.
        return void dispatch(fields.isTapNeeded === true ? { type: 'stop' } : { type: 'error', isPermissionMissing: isPermissionMissing(fields.errMsg) })
      default:
        return name satisfies never
    }
  }

  // What a stopped player still measures is late.
  function measure(stats: PlayerStats | null): void {
    if (!stats || !isActive(state.value))
      return
    note(stats)
    if ((stats.videoFps ?? 0) > 0)
      void dispatch({ type: 'moving' })
  }

  async function mute(): CommandResult {
    const problem = await attempt(player => player.mute())
    if (!problem)
      isMuted.value = !isMuted.value
    return problem
  }

  async function snapshot(): Promise<PlayerSnapshot | LiveError> {
    let picture: PlayerSnapshot | null = null
    const problem = await attempt(async player => void (picture = await player.snapshot()))
    return problem ?? picture ?? { kind: 'unexpected' }
  }

  // Another stream, or another way to play it, is measured anew.
  watch([() => toValue(options.url), () => toValue(options.mode)], forget, { flush: 'post' })

  return {
    ...measured,
    state,
    isMuted,
    isFullScreen,
    hear,
    play: () => dispatch({ type: 'play' }),
    pause: () => dispatch({ type: 'pause' }),
    stop: () => dispatch({ type: 'stop' }),
    mute,
    enterFullScreen: direction => attempt(player => player.requestFullScreen(direction)),
    snapshot,
    tell: command => attempt(player => player[command]()),
  }
}
