import type { PlayerNotice } from './player-code'
import { backOffMs } from './backoff'

/** What a player is doing, as people see it. */
export type PlayerPhase
  /** Not opened yet. */
  = | 'idle'
    | 'connecting'
  /** Connected, and waiting for enough to show. */
    | 'buffering'
    | 'playing'
    | 'stuttering'
  /** The connection was lost; the player tries again, or we shall. */
    | 'reconnecting'
    | 'paused'
  /** By the user, before there was a picture, or for good. */
    | 'stopped'
    | 'failed'
  /** The broadcast is over. */
    | 'ended'

/** Why a player has failed. `no-permission`: WeChat does not let this mini-program have `<live-player>` at all. */
export type PlayerFailure = 'connection-lost' | 'no-permission'

/** What is due unless something happens before; the driver keeps at most one timer for it. */
export interface PlayerDeadline {
  /**
   * `restart`: start the player again. `watchdog`: the player has been silent too long. `steady`: it has played long
   * enough for its failures to be forgotten.
   */
  readonly kind: 'restart' | 'watchdog' | 'steady'
  /** From the moment this deadline first stood in the state. */
  readonly inMs: number
}

/** Everything that decides what happens next. */
export interface PlayerState {
  readonly phase: PlayerPhase
  /** Whether the picture may be shown; before, it is black or that of another session. */
  readonly isPictureSafe: boolean
  /** Only with the phase `failed`. */
  readonly failure: PlayerFailure | null
  /** How often it has been started again without steady playback in between. */
  readonly restarts: number
  /** Another object whenever it begins anew. Null while out of sight: no timer runs there. */
  readonly due: PlayerDeadline | null
  /** The player has given up; whatever it still says is late. */
  readonly isSessionOver: boolean
  readonly isHidden: boolean
  /** The page is gone: nothing matters any more. */
  readonly isGone: boolean
  /** The newest warning of this session. */
  readonly warning: PlayerNotice | null
}

/** What happens to a player. */
export type PlayerMachineEvent
  = | { readonly type: 'notice', readonly notice: PlayerNotice }
  /** It reports that pictures move. */
    | { readonly type: 'moving' }
  /** It reports a failure outside its table of codes. */
    | { readonly type: 'error', readonly isPermissionMissing: boolean }
  /**
   * `open`: there is something new to play; the first starts by itself. `play`: the user wants it to go on, or to start
   * again where it has ended.
   */
    | { readonly type: 'open' | 'play' | 'stop' | 'pause' }
    | { readonly type: 'hide' | 'show' | 'unload' | 'online' }
  /** The deadline has come. */
    | { readonly type: 'due' }

/** What the driver tells the player. `restart` is a stop and a play. */
export type PlayerEffect = 'play' | 'stop' | 'pause' | 'resume' | 'restart'

/** The next state, and what is to be told to the player. */
export interface PlayerStep {
  readonly state: PlayerState
  readonly effect: PlayerEffect | null
}

/** How often in a row a player is started again before the user is asked. */
export const MAX_RESTARTS = 5

/** How long the player may try by itself, in milliseconds; it tries several times, some seconds each. */
export const WATCHDOG_MS = 30_000

/** How long it must play for its failures to be forgotten, in milliseconds. */
export const STEADY_MS = 30_000

/** A player that has not been opened. */
export const IDLE_PLAYER: PlayerState = {
  phase: 'idle',
  isPictureSafe: false,
  failure: null,
  restarts: 0,
  due: null,
  isSessionOver: false,
  isHidden: false,
  isGone: false,
  warning: null,
}

/** Whether the player is at work, or about to be: there is something to pause or stop. */
export function isActive({ phase }: PlayerState): boolean {
  return phase === 'playing' || isWaiting(phase)
}

/**
 * What becomes of a player. Never throws, whatever comes in whatever order; from every state a deadline or a command
 * leads on.
 * @param state what it was
 * @param event what has happened
 * @param random from 0 to 1, so that phones that lost one stream together do not come back together
 */
export function reducePlayer(state: PlayerState, event: PlayerMachineEvent, random: number): PlayerStep {
  if (state.isGone)
    return stay(state)
  switch (event.type) {
    case 'notice':
      return stay(hear(state, event.notice, random))
    case 'moving':
      return stay(state.phase === 'buffering' || state.phase === 'stuttering' ? enter(state, 'playing') : state)
    case 'error':
      return fail(state, event.isPermissionMissing)
    case 'open':
      return { state: { ...begin(state), restarts: 0 }, effect: state.phase === 'idle' ? null : 'restart' }
    case 'play':
      return play(state)
    case 'pause':
      return pause(state)
    case 'stop':
      return state.phase === 'idle' ? stay(state) : { state: end(state, 'stopped'), effect: 'stop' }
    case 'hide':
      return stay({ ...state, isHidden: true, due: null })
    case 'show':
      return show(state, random)
    case 'unload':
      return { state: { ...end(state, 'stopped'), isGone: true }, effect: null }
    case 'online':
      return online(state)
    case 'due':
      return comeDue(state)
    default:
      return stay(event satisfies never)
  }
}

function stay(state: PlayerState): PlayerStep {
  return { state, effect: null }
}

function isWaiting(phase: PlayerPhase): boolean {
  return phase === 'connecting' || phase === 'buffering' || phase === 'stuttering' || phase === 'reconnecting'
}

// A watchdog runs on through everything the player says while it waits, or one that repeats itself would wait for ever.
function dueIn(state: PlayerState, phase: PlayerPhase): PlayerDeadline | null {
  if (state.isHidden)
    return null
  if (isWaiting(phase))
    return state.due?.kind === 'watchdog' ? state.due : { kind: 'watchdog', inMs: WATCHDOG_MS }
  if (phase !== 'playing' || state.restarts === 0)
    return null
  return state.due?.kind === 'steady' ? state.due : { kind: 'steady', inMs: STEADY_MS }
}

function enter(state: PlayerState, phase: 'connecting' | 'buffering' | 'playing' | 'stuttering' | 'reconnecting'): PlayerState {
  return { ...state, phase, due: dueIn(state, phase) }
}

function begin(state: PlayerState): PlayerState {
  return enter({ ...state, isPictureSafe: false, failure: null, isSessionOver: false, warning: null, due: null }, 'connecting')
}

function end(state: PlayerState, phase: 'stopped' | 'failed' | 'ended', failure: PlayerFailure | null = null): PlayerState {
  return { ...state, phase, failure, isPictureSafe: false, due: null, warning: null }
}

function hear(state: PlayerState, notice: PlayerNotice, random: number): PlayerState {
  if (state.phase === 'paused')
    return { ...state, isSessionOver: state.isSessionOver || notice.group === 'session-over' }
  // A broadcast that comes back after its end says so by its picture.
  if (state.phase === 'ended')
    return notice.signal === 'first-frame' ? enter({ ...state, isPictureSafe: true }, 'playing') : state
  if (!isActive(state) || state.isSessionOver)
    return state
  if (notice.group === 'session-over')
    return giveUp(state, random)
  if (notice.group === 'connection-failure')
    return enter(state, 'reconnecting')
  const warned = notice.group === 'warning' ? { ...state, warning: notice } : state

  switch (notice.signal) {
    case 'first-packet':
      return enter({ ...state, isPictureSafe: true }, state.phase === 'playing' ? 'playing' : 'buffering')
    case 'started':
    case 'first-frame':
      return enter({ ...state, isPictureSafe: true }, 'playing')
    case 'progress':
      return state.isPictureSafe ? enter(state, 'playing') : state
    case 'loading':
      return state.phase === 'playing' || state.phase === 'stuttering' ? enter(state, 'buffering') : state
    // What ends before its picture came was the session before.
    case 'finished':
      return state.isPictureSafe ? end(state, 'ended') : state
    case 'stutter':
      return state.phase === 'playing' ? enter(warned, 'stuttering') : warned
    case 'reconnecting':
      return enter(warned, 'reconnecting')
    // The rest tells how, not whether.
    default:
      return warned
  }
}

function giveUp(state: PlayerState, random: number): PlayerState {
  if (state.restarts >= MAX_RESTARTS)
    return end(state, 'failed', 'connection-lost')
  const due = state.isHidden ? null : { kind: 'restart', inMs: backOffMs(state.restarts + 1, random) } as const
  return { ...state, phase: 'reconnecting', isSessionOver: true, due }
}

function restart(state: PlayerState): PlayerStep {
  return { state: { ...begin(state), restarts: state.restarts + 1 }, effect: 'restart' }
}

function comeDue(state: PlayerState): PlayerStep {
  const kind = state.due?.kind
  switch (kind) {
    case undefined:
      return stay(state)
    case 'steady':
      return stay({ ...state, restarts: 0, due: null })
    // It was given up without a word; that took long enough.
    case 'watchdog':
      return state.restarts >= MAX_RESTARTS ? { state: end(state, 'failed', 'connection-lost'), effect: 'stop' } : restart(state)
    case 'restart':
      return restart(state)
    default:
      return kind satisfies never
  }
}

function fail(state: PlayerState, isPermissionMissing: boolean): PlayerStep {
  if (isPermissionMissing)
    return stay(end(state, 'failed', 'no-permission'))
  // The codes tell better; this counts only where they have nothing to show yet.
  return stay(isActive(state) && !state.isPictureSafe && !state.isSessionOver ? enter(state, 'reconnecting') : state)
}

// Whoever was asked while the network was gone need not answer any more.
function online(state: PlayerState): PlayerStep {
  if (state.due?.kind === 'restart')
    return restart(state)
  return state.failure === 'connection-lost' && !state.isHidden ? play(state) : stay(state)
}

function play(state: PlayerState): PlayerStep {
  if (isActive(state))
    return stay(state)
  if (state.phase === 'paused' && !state.isSessionOver)
    return { state: enter(state, 'buffering'), effect: 'resume' }
  return { state: { ...begin(state), restarts: 0 }, effect: state.phase === 'idle' ? 'play' : 'restart' }
}

function pause(state: PlayerState): PlayerStep {
  if (!isActive(state))
    return stay(state)
  // There is nothing to hold yet, and a player that is only connecting may start all the same.
  if (!state.isPictureSafe || state.isSessionOver)
    return { state: end(state, 'stopped'), effect: 'stop' }
  return { state: { ...state, phase: 'paused', due: null }, effect: 'pause' }
}

function show(state: PlayerState, random: number): PlayerStep {
  const shown = { ...state, isHidden: false }
  if (!state.isHidden || !isActive(state))
    return stay(shown)
  if (state.isSessionOver)
    return stay(giveUp(shown, random))
  // WeChat paused it when another page came, unless a small window kept it playing, and then this changes nothing.
  return { state: { ...shown, due: dueIn(shown, state.phase) }, effect: state.isPictureSafe ? 'resume' : 'play' }
}
