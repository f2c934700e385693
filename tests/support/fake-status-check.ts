import type { FakeClock } from './fake-clock'

/** What WeChat does with one status call. `late` answers after the caller has given up. */
export type CheckBehaviour
  = | { readonly kind: 'answer' | 'late', readonly code: number }
    | { readonly kind: 'reject' }
    | { readonly kind: 'throw' }
    | { readonly kind: 'hang' }

/** One status call as WeChat saw it. */
export interface StatusCall {
  readonly roomId: number
  /** True time, see `FakeClock.trueMs`. */
  readonly startedAtMs: number
  /** What the phone's clock showed. */
  readonly wallMs: number
  readonly behaviour: CheckBehaviour
  isSettled: boolean
}

/** A stand-in for the plugin's status call that keeps a record. */
export interface FakeStatusCheck {
  readonly check: (roomId: number) => Promise<number>
  readonly calls: StatusCall[]
  /** When a room was asked about, in true milliseconds. */
  readonly startsOf: (roomId: number) => number[]
  /** Says how a room's calls go from now on; without it they answer 101. */
  readonly behave: (roomId: number, behaviour: CheckBehaviour) => void
}

const LATENCY_MS = { answer: 200, late: 20_000, reject: 200 }

/** Every call is shown to `onCall` before it is answered. */
export function createFakeStatusCheck(clock: FakeClock, onCall: (call: StatusCall) => void = () => {}): FakeStatusCheck {
  const behaviours = new Map<number, CheckBehaviour>()
  const calls: StatusCall[] = []

  function check(roomId: number) {
    const behaviour = behaviours.get(roomId) ?? { kind: 'answer', code: 101 }
    const call: StatusCall = { roomId, startedAtMs: clock.trueMs(), wallMs: clock.now(), behaviour, isSettled: false }
    calls.push(call)
    onCall(call)
    if (behaviour.kind === 'throw') {
      call.isSettled = true
      throw new Error('the plugin threw')
    }
    return new Promise<number>((resolve, reject) => {
      if (behaviour.kind === 'hang')
        return
      clock.setTimer(() => {
        call.isSettled = true
        if (behaviour.kind === 'reject')
          reject(new Error('the plugin refused'))
        else resolve(behaviour.code)
      }, LATENCY_MS[behaviour.kind])
    })
  }

  return {
    check,
    calls,
    startsOf: roomId => calls.filter(call => call.roomId === roomId).map(call => call.startedAtMs),
    behave: (roomId, behaviour) => void behaviours.set(roomId, behaviour),
  }
}
