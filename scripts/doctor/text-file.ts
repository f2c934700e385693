import type { Place } from './finding'

/** A file as text. */
export interface TextFile {
  /** With `/`, relative to what was looked at. */
  readonly file: string
  readonly text: string
}

/** Something that a pattern found. */
export interface Occurrence {
  readonly match: RegExpExecArray
  readonly place: Place
}

/** The line of a position, from 1. */
export function lineAt(text: string, index: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) line += 1
  return line
}

/** Every place where a pattern matches. */
export function occurrencesIn({ file, text }: TextFile, pattern: RegExp): Occurrence[] {
  return [...text.matchAll(new RegExp(pattern.source, `${pattern.flags.replace('g', '')}g`))]
    .map(match => ({ match, place: { file, line: lineAt(text, match.index) } }))
}

// Strings first, so that the slashes of an address are no comment. A string ends with its line at the latest, which keeps
// a quote inside a regular expression from swallowing the rest.
const STRING_OR_COMMENT = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->/g

/** Blanks out comments; every character that is left keeps its line and column. */
export function withoutComments(text: string): string {
  return text.replace(STRING_OR_COMMENT, part => /^(?:\/[/*]|<!--)/.test(part) ? blank(part) : part)
}

/** The same number of lines and columns, with nothing in them. */
export function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ')
}
