import type { Clock } from './clock'
import type { LiveError } from './live-error'
import type { VisitorSession } from './touch-api'
import { toLiveError } from './live-error'
import { createPace } from './pace'

/** From one login to the next at the least, in milliseconds: WeChat counts each visitor's logins. */
export const LOGINS_APART_MS = 5_000

/** A session is renewed this long before its end, in milliseconds; a short one after nine tenths. */
const SESSION_MARGIN_MS = 60_000

/** What {@link createVisitorSessions} leans on. All of it settles, and rejects with a `LiveError`. */
export interface VisitorSessionsOptions {
  readonly clock: Clock
  /** A fresh login code. */
  readonly login: () => Promise<string>
  /** Trades the code for a session. */
  readonly createSession: (loginCode: string) => Promise<VisitorSession>
  /** From 0 to 1. */
  readonly random: () => number
}

/** The one session that all of the app's requests share. It is kept in memory only. */
export interface VisitorSessions {
  /**
   * A session that should be good, with a login where there is none; callers at the same time share that login. Rejects
   * at once, with what went wrong last, while it is too early for another.
   */
  get: () => Promise<VisitorSession>
  /** The gateway refused this token, and why: the next {@link get} logs in anew. A token of the past is ignored. */
  forget: (token: string, why: LiveError) => void
  /** The network is back, or the visitor: after failures there is no need to wait any longer. */
  hurry: () => void
  /** How long {@link get} would reject at once, in milliseconds; 0 when it would not. */
  waitMs: () => number
}

/** Creates the keeper of the session; an app has one. */
export function createVisitorSessions({ clock, login, createSession, random }: VisitorSessionsOptions): VisitorSessions {
  let session: VisitorSession | null = null
  let obtainedAtMs = 0
  let underWay: Promise<VisitorSession> | null = null
  let lastError: LiveError = { kind: 'login-failed' }
  const pace = createPace(clock, random)

  function isGood(): boolean {
    const lifetimeMs = session?.lifetimeMs ?? 0
    return clock.now() < obtainedAtMs + Math.max(lifetimeMs - SESSION_MARGIN_MS, lifetimeMs * 0.9)
  }

  async function renew(): Promise<VisitorSession> {
    session = null
    if (pace.leftMs() > 0)
      throw lastError
    pace.hold(LOGINS_APART_MS)
    try {
      const fresh = await createSession(await login())
      session = fresh
      obtainedAtMs = clock.now()
      pace.succeeded()
      return fresh
    }
    catch (thrown) {
      lastError = toLiveError(thrown)
      pace.failed(lastError)
      throw lastError
    }
  }

  return {
    get: async () => {
      if (session && isGood())
        return session
      underWay ??= renew().finally(() => underWay = null)
      return underWay
    },
    forget: (token, why) => {
      if (session?.token !== token)
        return
      session = null
      lastError = why
    },
    hurry: pace.hurry,
    waitMs: () => session && isGood() ? 0 : pace.leftMs(),
  }
}
