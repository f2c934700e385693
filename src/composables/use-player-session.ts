import type { MaybeRefOrGetter, ShallowRef } from 'vue'
import type { TimerHandle } from '@/src/domain/clock'
import type { LiveError } from '@/src/domain/live-error'
import type { PlayerControls } from '@/src/domain/player-controls'
import type { PlayerEffect, PlayerMachineEvent, PlayerState } from '@/src/domain/player-machine'
import { onScopeDispose, shallowRef, toValue, watch } from 'vue'
import { usePageVisibility } from '@/src/composables/use-page-visibility'
import { toLiveError } from '@/src/domain/live-error'
import { isPermissionMissing } from '@/src/domain/player-event'
import { IDLE_PLAYER, isActive, reducePlayer } from '@/src/domain/player-machine'
import { usePlatform } from '@/src/platform/use-platform'

/** What a command came to: null, or why it did not work. */
export type CommandResult = Promise<LiveError | null>

export interface UsePlayerSessionOptions {
  /** What is played; empty while there is nothing. A change starts the player anew. */
  readonly url: MaybeRefOrGetter<string>
  /** What else the player takes up only when it starts anew: its mode. */
  readonly mode: MaybeRefOrGetter<string>
  /** The player on the page; null while there is none. */
  readonly controls: () => PlayerControls | null
}

export interface UsePlayerSessionReturn {
  state: Readonly<ShallowRef<PlayerState>>
  /** Lets it happen to the player, and tells the player what follows from it. */
  dispatch: (event: PlayerMachineEvent) => CommandResult
  /** Asks something of the player that changes nothing in its state. */
  attempt: (run: (player: PlayerControls) => Promise<void>) => CommandResult
}

/**
 * Keeps one player going from its first picture to its last: with a single timer, and none while the page is out of
 * sight, with the small window open or not.
 */
export function usePlayerSession({ url, mode, controls }: UsePlayerSessionOptions): UsePlayerSessionReturn {
  const { clock, network } = usePlatform()
  const isPageVisible = usePageVisibility()
  const state = shallowRef<PlayerState>(IDLE_PLAYER)
  let timer: TimerHandle
  let orders = 0

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

  async function carryOut(effect: PlayerEffect): CommandResult {
    const order = ++orders
    const problem = await attempt(async (player) => {
      if (effect !== 'restart')
        return player[effect]()
      // A player that cannot be stopped may still be started.
      await player.stop().catch(() => {})
      // Whatever it said meanwhile, it is wanted, unless another order came; behind another page it would only be heard.
      if (order === orders && isActive(state.value) && !state.value.isHidden)
        await player.play()
    })
    // What WeChat has not paused plays on; what it has, in a pause that it took too long to tell of, does so again.
    if (problem && effect === 'pause' && order === orders && state.value.phase === 'paused' && !state.value.isHidden)
      void dispatch({ type: 'play' })
    return problem
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
      if (error.kind === 'api-failed' && isPermissionMissing(error.message))
        void dispatch({ type: 'error', isPermissionMissing: true })
      return error
    }
  }

  // What its user holds is not started by another mode, only by another stream.
  watch([() => toValue(url), () => toValue(mode)], ([address], [before]) => {
    const isHeld = address === before && (state.value.phase === 'paused' || state.value.phase === 'stopped')
    void dispatch({ type: address && !isHeld ? 'open' : 'stop' })
  }, { immediate: true, flush: 'post' })
  watch(isPageVisible, isVisible => void dispatch({ type: isVisible ? 'show' : 'hide' }))
  const endListening = network.onChange(isOnline => isOnline && void dispatch({ type: 'online' }))
  onScopeDispose(() => {
    endListening()
    void dispatch({ type: 'unload' })
  })

  return { state, dispatch, attempt }
}
