import type { LiveError } from './live-error'
import type { PluginVisit } from './touch-entry'
import type { TouchDetail } from './touch-visit'
import { toLiveError } from './live-error'
import { isSameEntry, touchDetailOf } from './touch-entry'

/** What {@link createOwedVisits} leans on and reports to. */
export interface OwedVisitsOptions {
  /** Visits that an earlier start left unanswered, oldest first. */
  readonly kept: readonly PluginVisit[]
  /** Asks WeChat about a visit; null when there is nothing to count. Settles, and rejects with a `LiveError`. */
  readonly touchOf: (visit: PluginVisit) => Promise<TouchDetail | null>
  /** To be stored at once; comes after the touch that a visit has become. */
  readonly onChange: (owed: readonly PluginVisit[]) => void
  readonly onTouch: (touch: TouchDetail) => void
  /** A visit of which nobody will ever know more than that it happened. */
  readonly onMissed: () => void
  /** Why the newest visit is still owed; null when none is. */
  readonly onError: (error: LiveError | null) => void
}

/** The visits about which WeChat still owes an answer. */
export interface OwedVisits {
  /** A new way in, or the newest told once more. */
  readonly begin: (visit: PluginVisit) => void
  /** The visitor came anew: the plugin will say nothing more about the ways in before. */
  readonly leaveBehind: () => void
  /** Asks about the newest visit, unless a question is under way. Never rejects. */
  readonly ask: () => Promise<void>
}

/**
 * Creates the keeper of owed visits; an app has one.
 *
 * WeChat answers for the present way in only. So a visit that fails is asked for again until the visitor comes anew;
 * then an answer would be about somebody else's card. What the visit itself says is made into a touch, and a visit that
 * says nothing is counted as missed, not credited to whoever came next.
 */
export function createOwedVisits(options: OwedVisitsOptions): OwedVisits {
  let owed = options.kept
  const questions = new Map<PluginVisit, Promise<void>>()
  const failed = new Set<PluginVisit>(owed)

  function newest(): PluginVisit | undefined {
    return owed[owed.length - 1]
  }

  function setOwed(next: readonly PluginVisit[]): void {
    owed = next
    options.onChange(next)
  }

  // Without an answer, a visit is what it says of itself.
  function settle(visit: PluginVisit, touch = touchDetailOf(visit, null)): void {
    if (!owed.includes(visit))
      return
    if (touch)
      options.onTouch(touch)
    else if (failed.has(visit))
      options.onMissed()
    failed.delete(visit)
    setOwed(owed.filter(other => other !== visit))
    if (owed.length === 0)
      options.onError(null)
  }

  function leaveBehind(): void {
    for (const visit of owed.filter(visit => !questions.has(visit))) settle(visit)
  }

  function begin(visit: PluginVisit): void {
    const last = newest()
    if (last && isSameEntry(last, visit))
      return
    leaveBehind()
    setOwed([...owed, visit])
  }

  async function question(visit: PluginVisit): Promise<void> {
    try {
      settle(visit, await options.touchOf(visit))
    }
    catch (thrown) {
      const error = toLiveError(thrown)
      if (isFinal(error, visit))
        return settle(visit)
      failed.add(visit)
      if (visit === newest())
        options.onError(error)
      else
        settle(visit)
    }
    finally {
      questions.delete(visit)
    }
  }

  function ask(): Promise<void> {
    const visit = newest()
    if (!visit)
      return Promise.resolve()
    const asked = questions.get(visit) ?? question(visit)
    questions.set(visit, asked)
    return asked
  }

  return { begin, leaveBehind, ask }
}

// A reminder speaks for itself, so it need not wait for a plugin that will not come.
function isFinal({ kind }: LiveError, { reminder }: PluginVisit): boolean {
  return kind === 'not-a-share-scene' || kind === 'api-missing'
    || (reminder !== null && ['plugin-missing', 'plugin-function-missing', 'client-too-old'].includes(kind))
}
