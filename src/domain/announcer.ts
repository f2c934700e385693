/** Tells listeners what happened: one thing after the other, in the order in which it happened, whatever they do then. */
export interface Announcer {
  /** Tells now, or after what is being told or held. */
  tell: (news: () => void) => void
  /** Keeps what happens from now on to itself, until it is released. */
  hold: () => void
  /** Tells what was held. */
  release: () => void
  /** Forgets what was not told and tells nothing any more. */
  close: () => void
  /** Whether somebody is being told something at this moment. */
  isTelling: () => boolean
}

/**
 * @param onThrow hears what a listener threw; a listener's fault never reaches whoever tells
 */
export function createAnnouncer(onThrow: (thrown: unknown) => void): Announcer {
  const untold: (() => void)[] = []
  let isHolding = false
  let isClosed = false
  let isTelling = false

  function tell(news: () => void) {
    if (isClosed)
      return
    untold.push(news)
    tellAll()
  }

  function tellAll() {
    if (isTelling)
      return
    isTelling = true
    for (let news = next(); news; news = next())
      attempt(news, thrown => attempt(() => onThrow(thrown), () => {}))
    isTelling = false
  }

  function next() {
    return isHolding ? undefined : untold.shift()
  }

  return {
    tell,
    hold: () => isHolding = true,
    release() {
      isHolding = false
      tellAll()
    },
    close() {
      isClosed = true
      untold.length = 0
    },
    isTelling: () => isTelling,
  }
}

function attempt(action: () => void, onThrow: (thrown: unknown) => void): void {
  try {
    action()
  }
  catch (thrown) {
    onThrow(thrown)
  }
}
