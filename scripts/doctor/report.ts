import type { Diagnosis, Report } from './diagnose'
import type { Problem, Severity } from './finding'
import { CATALOGUE } from './catalogue'

const ORDER: readonly Severity[] = ['error', 'warning', 'advice']
const WIDTH = 100

/** What a report counts. */
export function countsOf({ diagnoses }: Report): Readonly<Record<Severity, number>> {
  const count = (severity: Severity): number => diagnoses.filter(({ id }) => CATALOGUE[id].severity === severity).length
  return { error: count('error'), warning: count('warning'), advice: count('advice') }
}

/** 1 when there is an error. */
export function exitCodeOf(report: Report): 0 | 1 {
  return countsOf(report).error > 0 ? 1 : 0
}

/** A report for people: a block for each problem with everything that has it, errors first, and a last line that counts. */
export function reportLines(report: Report): string[] {
  const { error, warning, advice } = countsOf(report)
  return [
    ...wrapped('Looked at ', report.looked.length > 0 ? `${report.folder}: ${report.looked.join('; ')}` : report.folder),
    ...ORDER.flatMap(severity => [...new Set(report.diagnoses.map(({ id }) => id))].filter(id => CATALOGUE[id].severity === severity))
      .flatMap(id => ['', ...alike(report.diagnoses.filter(one => one.id === id)).flatMap(findingLines), ...problemLines(id, CATALOGUE[id])]),
    '',
    `${plural(error, 'error')}, ${plural(warning, 'warning')}, ${advice === 1 ? '1 piece' : `${advice} pieces`} of advice.`,
  ]
}

/** Everything that is said in the same words, with all places. */
function alike(diagnoses: readonly Diagnosis[]): Diagnosis[][] {
  const groups = new Map<string, Diagnosis[]>()
  for (const one of diagnoses) groups.set(JSON.stringify([one.what, one.details]), [...groups.get(JSON.stringify([one.what, one.details])) ?? [], one])
  return [...groups.values()]
}

function findingLines(group: readonly Diagnosis[]): string[] {
  return group.slice(0, 1).flatMap(({ id, what, details }) => [
    ...wrapped(`${CATALOGUE[id].severity.padEnd(7)}  `, what),
    ...details.map(line => `         ${line}`),
    ...group.map(whereOf).filter(Boolean).map((where, index) => `  ${index === 0 ? 'where ' : '      '} ${where}`),
  ])
}

function whereOf({ place, targets }: Diagnosis): string {
  const at = place === null ? '' : place.line === null ? place.file : `${place.file}:${place.line}`
  // A place in an output says already in which.
  const others = targets.filter(target => !at.startsWith(`${target}/`))
  return [at, others.length > 0 ? `in ${others.join(', ')}` : ''].filter(Boolean).join(', ')
}

/** A report for machines. */
export function reportJson(report: Report): string {
  const findings = report.diagnoses.map(({ id, what, place, details, targets }) => ({ id, what, place, details, targets, ...CATALOGUE[id] }))
  return JSON.stringify({ folder: report.folder, looked: report.looked, counts: countsOf(report), findings }, null, 2)
}

/** Everything that the doctor knows about. */
export function catalogueLines(): string[] {
  return Object.entries<Problem>(CATALOGUE).flatMap(([id, problem]) => ['', `${problem.severity.padEnd(7)}  ${id}`, ...problemLines(null, problem)]).slice(1)
}

function problemLines(id: string | null, { why, fix, words, source }: Problem): string[] {
  return [
    ...wrapped('  why    ', why),
    ...wrapped('  fix    ', fix),
    ...wrapped('  words  ', words.join(' · ')),
    `  source ${source}`,
    ...(id === null ? [] : [`  id     ${id}`]),
  ]
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function wrapped(head: string, text: string): string[] {
  const lines: string[] = []
  let line = head
  for (const word of text.split(' ')) {
    if (columns(line) + columns(word) > WIDTH && line.trim() !== head.trim() && line.trim() !== '') {
      lines.push(line.trimEnd())
      line = ' '.repeat(columns(head))
    }
    line += `${word} `
  }
  return [...lines, line.trimEnd()]
}

// Chinese characters are two columns wide.
function columns(text: string): number {
  return [...text].reduce((sum, character) => sum + (/[\u2E80-\uFFEF]/.test(character) ? 2 : 1), 0)
}
