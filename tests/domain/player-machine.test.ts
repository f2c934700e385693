import type { PlayerEffect, PlayerMachineEvent, PlayerState } from '@/src/domain/player-machine'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { playerNoticeOf } from '@/src/domain/player-code'
import { IDLE_PLAYER, isActive, MAX_RESTARTS, reducePlayer, STEADY_MS, WATCHDOG_MS } from '@/src/domain/player-machine'

const CODES = {
  'information': [2001, 2002, 2003, 2004, 2005, 2006, 2007, 2008, 2009, 2030, 2032],
  'warning': [2101, 2102, 2103, 2104, 2105, 2106, 2107, 2108],
  'connection-failure': [3001, 3002, 3003, 3005],
  'session-over': [-2301, -2302],
} as const
const ALL_CODES = Object.values(CODES).flat()

const says = (code: number): PlayerMachineEvent => ({ type: 'notice', notice: playerNoticeOf(code)! })
const OPEN: PlayerMachineEvent = { type: 'open' }
const DUE: PlayerMachineEvent = { type: 'due' }

/** Lets these happen to a player, numbers being what it says. */
function after(...events: readonly (PlayerMachineEvent | number)[]): { state: PlayerState, effects: PlayerEffect[] } {
  let state = IDLE_PLAYER
  const effects: PlayerEffect[] = []
  for (const event of events) {
    const step = reducePlayer(state, typeof event === 'number' ? says(event) : event, 0)
    state = step.state
    if (step.effect)
      effects.push(step.effect)
  }
  return { state, effects }
}

const phaseAfter = (...events: readonly (PlayerMachineEvent | number)[]): string => after(OPEN, ...events).state.phase

describe('the codes of a player', () => {
  it('have each a name of their own and a group', () => {
    for (const [group, codes] of Object.entries(CODES)) {
      for (const code of codes) expect(playerNoticeOf(code), String(code)).toMatchObject({ code, group })
    }
    expect(new Set(ALL_CODES.map(code => playerNoticeOf(code)?.signal)).size).toBe(ALL_CODES.length)
  })

  it('are kept where WeChat does not document them, and nothing where they are no whole numbers', () => {
    expect(playerNoticeOf(4711)).toEqual({ code: 4711, signal: 'undocumented', group: 'information' })
    expect(playerNoticeOf('-2301'), 'its text').toEqual(playerNoticeOf(-2301))
    expect(['2003x', '', null, undefined, Number.NaN, 2003.5, {}].map(playerNoticeOf)).toEqual([null, null, null, null, null, null, null])
  })
})

describe('a player', () => {
  it.each([
    ['connecting', []],
    ['connecting', [2001, 2002, 2007]],
    ['buffering', [2003]],
    ['playing', [2003, 2004]],
    ['playing', [2032]],
    ['buffering', [2004, 2007]],
    ['playing', [2004, 2007, 2005]],
    ['stuttering', [2004, 2105]],
    ['playing', [2004, 2105, 2005]],
    ['playing', [2004, 2105, 2032]],
    ['playing', [2004, 2101, 2102, 2104, 2106, 2107, 2108, 2008, 2009, 2030, 2001, 2002]],
    ['reconnecting', [2004, 2103]],
    ['reconnecting', [3001]],
    ['reconnecting', [3002]],
    ['reconnecting', [3003]],
    ['reconnecting', [2004, 3005]],
    ['playing', [2004, 3005, 2001, 2002, 2004]],
    ['reconnecting', [2004, -2301]],
    ['reconnecting', [-2302]],
    ['ended', [2004, 2006]],
    ['playing', [2004, 2006, 2032]],
  ] as const)('is %s after %j', (phase, codes) => {
    expect(phaseAfter(...codes)).toBe(phase)
  })

  it('may show its picture from the first packet or frame on, until the session is another', () => {
    const isSafe = (...events: readonly (PlayerMachineEvent | number)[]): boolean => after(OPEN, ...events).state.isPictureSafe
    for (const code of [2003, 2004, 2032]) expect(isSafe(code)).toBe(true)
    for (const code of [2001, 2002, 2005, 2006, 2007, 2008]) expect(isSafe(code)).toBe(false)
    expect(isSafe(2004, 2103)).toBe(true)
    expect(isSafe(2004, -2301, DUE)).toBe(false)
    expect(isSafe(2004, 2006)).toBe(false)
  })

  it('is started again after it has given up, later each time, five times in a row, and then asks the user', () => {
    const waits: number[] = []
    let state = after(OPEN, 2004).state
    for (let restart = 0; restart < MAX_RESTARTS; restart++) {
      state = reducePlayer(state, says(-2301), 0).state
      waits.push(state.due!.inMs)
      const step = reducePlayer(state, DUE, 0)
      expect(step).toMatchObject({ effect: 'restart', state: { phase: 'connecting', restarts: restart + 1 } })
      state = step.state
    }
    expect(waits).toEqual([5_000, 10_000, 20_000, 40_000, 80_000])
    expect(reducePlayer(state, says(-2301), 0).state).toMatchObject({ phase: 'failed', failure: 'connection-lost', due: null })
    expect(reducePlayer(state, says(-2301), 0.5).state.phase).toBe('failed')
    expect(reducePlayer(after(OPEN, 2004).state, says(-2301), 1).state.due!.inMs, 'not all phones at once').not.toBe(waits[0])
    expect(after(OPEN, 2004, -2301, DUE, -2301, DUE, { type: 'stop' }, { type: 'play' }).state.restarts).toBe(0)
  })

  it('has its failures forgotten once it has played for a while', () => {
    const { state } = after(OPEN, -2301, DUE, 2004)
    expect(state).toMatchObject({ restarts: 1, due: { kind: 'steady', inMs: STEADY_MS } })
    expect(reducePlayer(state, DUE, 0).state).toMatchObject({ phase: 'playing', restarts: 0, due: null })
    expect(after(OPEN, 2004).state.due).toBeNull()
  })

  it('is left to try by itself after 2103 and 3005, but not for ever, however often it says so', () => {
    const tried = after(OPEN, 2004, 2103)
    expect(tried.effects).toEqual([])
    expect(tried.state.due).toMatchObject({ kind: 'watchdog', inMs: WATCHDOG_MS })
    const again = [2103, 3005, 2001, 2007].reduce((state, code) => reducePlayer(state, says(code), 0).state, tried.state)
    expect(again.due).toBe(tried.state.due)
    expect(reducePlayer(again, DUE, 0)).toMatchObject({ effect: 'restart', state: { restarts: 1 } })
  })

  it('is given up where it stays silent, restart after restart', () => {
    let state = after(OPEN).state
    for (let restart = 0; restart < MAX_RESTARTS; restart++) {
      const step = reducePlayer(state, DUE, 0)
      expect(step.effect).toBe('restart')
      state = step.state
    }
    expect(reducePlayer(state, DUE, 0)).toMatchObject({ effect: 'stop', state: { phase: 'failed', failure: 'connection-lost', due: null } })
  })

  it('takes late words for what they are', () => {
    for (const code of [2003, 2004, 2005, 2032, 2006, 2103, -2301]) {
      expect(phaseAfter({ type: 'stop' }, code), `stopped ${code}`).toBe('stopped')
      expect(after(OPEN, 2004, { type: 'unload' }, code).state.phase, `gone ${code}`).toBe('stopped')
      expect(phaseAfter(2004, { type: 'pause' }, code), `paused ${code}`).toBe('paused')
    }
    expect(phaseAfter(2004, -2301, 2005)).toBe('reconnecting')
    expect(phaseAfter(2004, -2301, DUE, 2006), 'the end of the session before').toBe('connecting')
  })

  it('keeps its newest warning for as long as the session lasts', () => {
    expect(after(OPEN, 2004, 2101, 2104).state.warning).toMatchObject({ code: 2104 })
    for (const over of [OPEN, 2006, { type: 'stop' }] as const) expect(after(OPEN, 2004, 2104, over).state.warning).toBeNull()
  })

  it('says when it is stuttering no more, also without a code', () => {
    expect(phaseAfter(2004, 2105, { type: 'moving' })).toBe('playing')
    expect(phaseAfter({ type: 'moving' })).toBe('connecting')
  })

  it('is paused and goes on, is stopped where it has nothing to hold, and is started anew where it gave up meanwhile', () => {
    expect(after(OPEN, 2004, { type: 'pause' }, { type: 'play' })).toMatchObject({ effects: ['pause', 'resume'], state: { phase: 'buffering' } })
    expect(after(OPEN, 2004, { type: 'pause' }, -2301, 2005, { type: 'play' }).effects, 'whatever else it says').toEqual(['pause', 'restart'])
    expect(after(OPEN, { type: 'pause' })).toMatchObject({ effects: ['stop'], state: { phase: 'stopped' } })
    expect(after(OPEN, 2004, { type: 'pause' }, -2301, { type: 'play' })).toMatchObject({ effects: ['pause', 'restart'], state: { phase: 'connecting' } })
  })

  it('has nothing due while it is out of sight, and goes on afterwards', () => {
    expect(after(OPEN, 2004, -2301, { type: 'hide' }).state.due).toBeNull()
    expect(after(OPEN, 2004, { type: 'hide' }, -2301).state).toMatchObject({ phase: 'reconnecting', due: null })
    expect(after(OPEN, 2004, { type: 'hide' }, -2301, { type: 'show' }).state.due).toMatchObject({ kind: 'restart' })
    expect(after(OPEN, 2004, { type: 'hide' }, { type: 'show' }).effects).toEqual(['resume'])
    expect(after(OPEN, 2004, { type: 'show' }).effects, 'it was never hidden').toEqual([])
    expect(after(OPEN, 2004, { type: 'pause' }, { type: 'hide' }, { type: 'show' }).effects, 'a pause stays one').toEqual(['pause'])
    expect(after(OPEN, { type: 'hide' }, { type: 'show' }), 'WeChat paused what had no picture yet').toMatchObject({ effects: ['play'], state: { due: { kind: 'watchdog' } } })
  })

  it('is started at once when the network is back', () => {
    expect(after(OPEN, -2301, { type: 'online' })).toMatchObject({ effects: ['restart'], state: { phase: 'connecting' } })
    expect(after(OPEN, 2004, { type: 'online' }).effects).toEqual([])
    expect(after(OPEN, 2004, 2103, { type: 'online' }).effects, 'it tries by itself').toEqual([])
  })

  it('is started once more when the network is back after it was left to the user, unless nobody looks or nothing would help', () => {
    const { state } = after(OPEN, ...Array.from({ length: MAX_RESTARTS }, () => [-2301, DUE] as const).flat(), -2301)
    expect(state).toMatchObject({ phase: 'failed', restarts: MAX_RESTARTS })
    expect(reducePlayer(state, { type: 'online' }, 0)).toMatchObject({ effect: 'restart', state: { phase: 'connecting', restarts: 0 } })
    expect(reducePlayer({ ...state, isHidden: true }, { type: 'online' }, 0).effect).toBeNull()
    expect(after(OPEN, { type: 'error', isPermissionMissing: true }, { type: 'online' }).effects).toEqual([])
    expect(after(OPEN, 2004, { type: 'stop' }, { type: 'online' }).effects).toEqual(['stop'])
  })

  it('tells a missing permission from any other error, which counts only before there is a picture', () => {
    expect(after(OPEN, { type: 'error', isPermissionMissing: true }).state).toMatchObject({ phase: 'failed', failure: 'no-permission', due: null })
    expect(phaseAfter({ type: 'error', isPermissionMissing: false })).toBe('reconnecting')
    expect(phaseAfter(2004, { type: 'error', isPermissionMissing: false })).toBe('playing')
  })
})

const anyEvent: fc.Arbitrary<PlayerMachineEvent> = fc.oneof(
  { weight: 6, arbitrary: fc.oneof(fc.constantFrom(...ALL_CODES, ...CODES['session-over']), fc.integer()).map(says) },
  { weight: 3, arbitrary: fc.constantFrom<PlayerMachineEvent>(DUE, DUE, { type: 'moving' }, { type: 'error', isPermissionMissing: false }) },
  { weight: 3, arbitrary: fc.constantFrom<PlayerMachineEvent>(OPEN, { type: 'play' }, { type: 'pause' }, { type: 'hide' }, { type: 'show' }, { type: 'online' }) },
  { weight: 1, arbitrary: fc.constantFrom<PlayerMachineEvent>({ type: 'stop' }, { type: 'unload' }, { type: 'error', isPermissionMissing: true }) },
)

describe('whatever happens to a player in whatever order', () => {
  it('it is never stuck, never tries for ever, and leaves no deadline where nobody looks', () => {
    fc.assert(fc.property(fc.array(fc.tuple(anyEvent, fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 60 }), (events) => {
      let state = IDLE_PLAYER
      let restartsInARow = 0
      for (const [event, random] of events) {
        const before = state
        const step = reducePlayer(state, event, random)
        state = step.state
        const isOver = ['idle', 'stopped', 'failed', 'ended', 'paused'].includes(state.phase)

        if (event.type === 'open' || event.type === 'play' || (event.type === 'due' && before.due?.kind === 'steady') || (event.type === 'online' && before.phase === 'failed'))
          restartsInARow = 0
        else if (step.effect === 'restart')
          restartsInARow++
        expect(restartsInARow).toBeLessThanOrEqual(MAX_RESTARTS)

        if (isOver || state.isHidden || state.isGone)
          expect(state.due).toBeNull()
        // Whoever waits is led on; a steady player needs nobody.
        else if (state.phase !== 'playing')
          expect(state.due).not.toBeNull()
        expect(isActive(state)).toBe(!isOver)
        if (['idle', 'connecting', 'stopped', 'failed', 'ended'].includes(state.phase))
          expect(state.isPictureSafe).toBe(false)
        if (['playing', 'stuttering'].includes(state.phase))
          expect(state.isPictureSafe).toBe(true)
        expect(state.failure !== null).toBe(state.phase === 'failed')
        if (event.type === 'notice' && event.notice.signal === 'undocumented')
          expect(state).toEqual(before)
        if (before.isGone)
          expect(step).toEqual({ state: before, effect: null })
      }
      // From wherever it is, with nobody but the clock, it comes to rest; and the user can start it again.
      for (let deadline = 0; deadline < 4 * MAX_RESTARTS && state.due; deadline++) {
        const kind = state.due.kind
        state = reducePlayer(state, DUE, 0).state
        if (kind !== 'steady' && state.phase === 'connecting')
          state = reducePlayer(state, says(-2301), 0).state
      }
      expect(state.due).toBeNull()
      if (!state.isGone && !isActive(state))
        expect(isActive(reducePlayer(state, { type: 'play' }, 0).state)).toBe(true)
    }), { numRuns: 1000 })
  })
})
