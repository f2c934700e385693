import type { Clock as FakeTimers } from '@sinonjs/fake-timers'
import vm from 'node:vm'
import { withGlobal } from '@sinonjs/fake-timers'

/** Where the scripts of a mini-program run: its own globals, and no browser's. */
export interface Realm {
  /** Its global object: what is put there, scripts can use and replace. */
  readonly globals: Record<string, unknown>
  /** Runs a script; its value is the last expression's. */
  readonly run: (source: string, file: string) => unknown
  /** An object of this realm, as WeChat hands them over: what JSON cannot carry is lost. */
  readonly copy: (value: unknown) => unknown
}

/** A realm with timers for its host. */
export interface ClockedRealm extends Realm { readonly clock: { readonly setTimeout: (then: () => void, ms: number) => unknown } }

/** A realm whose time stands still until it is told to pass. */
export interface TimedRealm extends Realm { readonly clock: FakeTimers }

/**
 * A realm with the built-ins of JavaScript, timers and a clock under control, and nothing else: what only a browser or
 * Node has is not defined, as in WeChat's logic layer.
 * @param startsAtMs what its clock shows at first, in milliseconds since the epoch
 * @param prelude a script that runs before everything else, after the clock was put in
 */
export function createRealm(startsAtMs: number, prelude = ''): TimedRealm {
  const globals: Record<string, unknown> = { setTimeout, clearTimeout, setInterval, clearInterval }
  const context = vm.createContext(globals)
  const run = (source: string, file: string): unknown => vm.runInContext(source, context, { filename: file })
  const clock = withGlobal(run('this', 'globals') as typeof globalThis).install({
    now: startsAtMs,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
    loopLimit: 100_000,
  })
  run(prelude, 'prelude')
  const parse = run('JSON.parse', 'parse') as (json: string) => unknown
  return {
    globals,
    run,
    copy: value => value === undefined ? undefined : parse(JSON.stringify(value)),
    clock,
  }
}
