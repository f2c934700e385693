/** Environment variables as Node gives them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Reads single variables, and collects what is wrong with them. */
export interface EnvironmentReader {
  /** A variable without the spaces around it; empty when absent. */
  readonly text: (name: string) => string
  readonly integer: (name: string, fallback: number, min: number, max: number) => number
  /** An http(s) address; no slash at the end. */
  readonly webAddress: (name: string, fallback: string) => string
  /** What cannot be used so far; each names its variable and says what to put there. */
  readonly problems: string[]
}

/** Makes a reader; an empty variable counts as absent. */
export function createEnvironmentReader(environment: Environment): EnvironmentReader {
  const problems: string[] = []
  const text = (name: string): string => environment[name]?.trim() ?? ''

  return {
    text,
    problems,
    integer: (name, fallback, min, max) => {
      const value = text(name) === '' ? fallback : Number(text(name))
      if (Number.isInteger(value) && value >= min && value <= max)
        return value
      problems.push(`${name} must be a whole number from ${min} to ${max}, for example ${name}=${fallback}`)
      return fallback
    },
    webAddress: (name, fallback) => {
      const value = text(name).replace(/\/+$/, '') || fallback
      if (isWebAddress(value))
        return value
      problems.push(`${name} must be an address that begins with http:// or https://, for example ${name}=${fallback}`)
      return fallback
    },
  }
}

/** Whether a text is `scheme://host`, as browsers send it in `Origin`. */
export function isWebOrigin(value: string): boolean {
  return isWebAddress(value) && new URL(value).origin === value
}

function isWebAddress(value: string): boolean {
  if (!URL.canParse(value))
    return false
  const { protocol, search, hash } = new URL(value)
  return /^https?:$/.test(protocol) && !search && !hash
}
