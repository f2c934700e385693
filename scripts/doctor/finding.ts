import type { ProblemId } from './catalogue'

/** `error`: it will be refused or will not work; `warning`: it probably will; `advice`: what to know or to do elsewhere. */
export type Severity = 'error' | 'warning' | 'advice'

/** What the catalogue knows of a problem, whoever has it. */
export interface Problem {
  readonly severity: Severity
  /** What people search for: WeChat's own words, codes, names of settings. */
  readonly words: readonly string[]
  readonly why: string
  readonly fix: string
  /** The page that says so. */
  readonly source: string
}

/** Where something is said; `file` relative to what was looked at, `line` from 1, null when it is the file as a whole. */
export interface Place {
  readonly file: string
  readonly line: number | null
}

/** One problem that somebody has. */
export interface Finding {
  readonly id: ProblemId
  /** One sentence. */
  readonly what: string
  readonly place: Place | null
  /** More than fits a sentence, a line each. */
  readonly details: readonly string[]
}

/** Notes a finding. */
export function found(id: ProblemId, what: string, place: Place | null = null, details: readonly string[] = []): Finding {
  return { id, what, place, details }
}
