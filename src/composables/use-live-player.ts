import type { MaybeRefOrGetter, ShallowRef } from 'vue'
import type { UsePlayerStatsReturn } from '@/src/composables/use-player-stats'
import type { TimerHandle } from '@/src/domain/clock'
import type { LiveError } from '@/src/domain/live-error'
import type { FullScreenDirection, PlayerControls, PlayerSnapshot } from '@/src/domain/player-controls'
import type { PlayerEventName } from '@/src/domain/player-event'
import type { PlayerEffect, PlayerMachineEvent, PlayerState } from '@/src/domain/player-machine'
import type { PlayerStats } from '@/src/domain/player-stats'
import { onScopeDispose, shallowRef, toValue, watch } from 'vue'
import { usePageVisibility } from '@/src/composables/use-page-visibility'
import { usePlayerStats } from '@/src/composables/use-player-stats'
import { toLiveError } from '@/src/domain/live-error'
import { playerNoticeOf } from '@/src/domain/player-code'
import { isPermissionMissing } from '@/src/domain/player-event'
import { IDLE_PLAYER, isActive, reducePlayer } from '@/src/domain/player-machine'
import { parsePlayerStats } from '@/src/domain/player-stats'
import { fieldsOf } from '@/src/domain/untrusted'
import { usePlatform } from '@/src/platform/use-platform'

/** What a command came to: null, or why it did not work. */
export type CommandResult = Promise<LiveError | null>

/** Commands that change nothing here until the player says so. */
export type PlainCommand = Exclude<keyof PlayerControls, 'play' | 'stop' | 'pause' | 'resume' | 'mute' | 'snapshot' | 'requestFullScreen'>

export interface UseLivePlayerOptions {
  /** What is played; empty while there is nothing. A change starts the player anew. */
  readonly url: MaybeRefOrGetter<string>
  /** What else the player takes up only when it starts anew: its mode. */
  readonly mode: MaybeRefOrGetter<string>
  /** The player on the page; null while there is none. */
  readonly controls: () => PlayerControls | null
}

export interface UseLivePlayerReturn extends Omit<UsePlayerStatsReturn, 'note' | 'forget'> {
  state: Readonly<ShallowRef<PlayerState>>
  isMuted: Readonly<ShallowRef<boolean>>
  isFullScreen: Readonly<ShallowRef<boolean>>
  /** The page is then out of sight, or about to be. */
  isSmallWindowOpen: Readonly<ShallowRef<boolean>>
  isCasting: Readonly<ShallowRef<boolean>>
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
 * what the user wants. No timer waits while the page is out of sight, with the small window open or not.
 * @see https://developers.weixin.qq.com/miniprogram/dev/component/live-player.html
 */
export function useLivePlayer({ url, mode, controls }: UseLivePlayerOptions): UseLivePlayerReturn {
  const { clock, network } = usePlatform()
  const isPageVisible = usePageVisibility()
  const { note, forget, ...measured } = usePlayerStats()
  const state = shallowRef<PlayerState>(IDLE_PLAYER)
  const isMuted = shallowRef(false)
  const isFullScreen = shallowRef(false)
  const isSmallWindowOpen = shallowRef(false)
  const isCasting = shallowRef(false)
  let timer: TimerHandle

  function dispatch(event: PlayerMachineEvent): CommandResult {
    const { due } = state.value
    const step = reducePlayer(state.value, event, Math.random())
    state.value = step.state
    if (step.state.due !== due) {
      clock.clearTimer(timer)
      timer = step.state.due && clock.setTimer(() => dispatch({ type: 'due' }), step.state.due.inMs)
    }
    return step.effect ? carryOut(step.effect) : Promise.resolve(null)
  }

  function carryOut(effect: PlayerEffect): CommandResult {
    return attempt(async (player) => {
      if (effect !== 'restart')
        return player[effect]()
      // A player that cannot be stopped may still be started.
      await player.stop().catch(() => {})
      if (state.value.phase === 'connecting')
        await player.play()
    })
  }

  async function attempt(run: (player: PlayerControls) => Promise<void>): CommandResult {
    try {
      const player = controls()
      if (player)
        await run(player)
      return null
    }
    catch (thrown) {
      const error = toLiveError(thrown)
      if (error.kind === 'api-failed')
        void (isPermissionMissing(error.message) && dispatch({ type: 'error', isPermissionMissing: true }))
      return error
    }
  }

  function hear(name: PlayerEventName, detail: unknown): void {
    const fields = fieldsOf(detail) ?? {}
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
      case 'enterpictureinpicture':
      case 'leavepictureinpicture':
        return void (isSmallWindowOpen.value = name === 'enterpictureinpicture')
      case 'castinguserselect':
        return void (isCasting.value = fields.state === 'success')
      case 'castinginterrupt':
        return void (isCasting.value = false)
      // How the cast goes is told on the other screen.
      case 'castingstatechange':
        return
      case 'audiovolumenotify':
        // A browser says so when it lets nothing sound; WeChat says nothing.
        return void (fields.volume === 0 && (isMuted.value = true))
      case 'error':
        return void dispatch({ type: 'error', isPermissionMissing: isPermissionMissing(fields.errMsg) })
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

  async function tell(command: PlainCommand): CommandResult {
    const problem = await attempt(player => player[command]())
    if (!problem && command === 'exitCasting')
      isCasting.value = false
    return problem
  }

  watch([() => toValue(url), () => toValue(mode)], ([address]) => {
    forget()
    void dispatch({ type: address ? 'open' : 'stop' })
  }, { immediate: true, flush: 'post' })
  watch(isPageVisible, isVisible => void dispatch({ type: isVisible ? 'show' : 'hide' }))
  const endListening = network.onChange(isOnline => isOnline && void dispatch({ type: 'online' }))
  onScopeDispose(() => {
    endListening()
    void dispatch({ type: 'unload' })
  })

  return {
    ...measured,
    state,
    isMuted,
    isFullScreen,
    isSmallWindowOpen,
    isCasting,
    hear,
    play: () => dispatch({ type: 'play' }),
    pause: () => dispatch({ type: 'pause' }),
    stop: () => dispatch({ type: 'stop' }),
    mute,
    enterFullScreen: direction => attempt(player => player.requestFullScreen(direction)),
    snapshot,
    tell,
  }
}
