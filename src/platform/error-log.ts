import type { Platform } from './platform'
import type { ErrorNote } from '@/src/domain/error-log'
import { createErrorLog } from '@/src/domain/error-log'

let log = createErrorLog(() => 0)

/** The last failures of the ports, newest first. */
export function recentErrors(): readonly ErrorNote[] {
  return log.notes()
}

const PORTS = ['livePlugin', 'liveApi', 'touchApi', 'storage', 'roomEntrance', 'channels'] as const

/**
 * The same platform, with a note taken of every failure that passes through its ports; who called still gets it.
 * @param platform whose ports' methods need no `this`
 */
export function noteErrors(platform: Platform): Platform {
  log = createErrorLog(platform.clock.now)
  const copy = { ...platform, login: watchedMethod('login', platform.login) }
  for (const name of PORTS) Reflect.set(copy, name, watchedPort(name, platform[name]))
  return copy
}

function watchedPort(name: string, port: object): object {
  const copy = {}
  for (const method of Object.keys(port)) Reflect.set(copy, method, watchedMethod(`${name}.${method}`, Reflect.get(port, method)))
  return copy
}

// What is thrown goes on to the caller, at once or as a rejection.
function watchedMethod<A extends unknown[], R>(where: string, run: (...args: A) => R): (...args: A) => R {
  const note = (thrown: unknown): never => {
    log.note(where, thrown)
    throw thrown
  }
  return (...args) => {
    try {
      const result = run(...args)
      return result instanceof Promise ? result.catch(note) as R : result
    }
    catch (thrown) {
      return note(thrown)
    }
  }
}
