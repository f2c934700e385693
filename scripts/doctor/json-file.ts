import type { Finding } from './finding'
import type { TextFile } from './text-file'
import ts from 'typescript'
import { objectOf } from '@/src/domain/untrusted'
import { found } from './finding'
import { lineAt } from './text-file'

/** A JSON object of unknown shape. */
export type Fields = Readonly<Record<string, unknown>>

/** A JSON file that knows where its values stand. */
export interface JsonFile {
  readonly file: string
  readonly value: Fields
  /** The line of a value, or of the nearest object around it that is there. */
  readonly lineOf: (...path: readonly (string | number)[]) => number
}

/** A JSON file, or what is wrong with it. */
export type JsonResult = { readonly json: JsonFile, readonly finding: null } | { readonly json: null, readonly finding: Finding }

/** Reads JSON that holds one object; `hasComments`: comments and trailing commas are welcome, as in pages.json and manifest.json. */
export function parseJsonFile({ file, text }: TextFile, { hasComments = false } = {}): JsonResult {
  const broken = (line: number | null, reason: string): JsonResult => ({ json: null, finding: found('json-broken', `${file} cannot be read as JSON: ${reason}`, { file, line }) })
  if (text.trim() === '')
    return broken(null, 'it is empty.')
  const tree = ts.parseJsonText(file, text)
  // Typed away, but there: what the parser stumbled over.
  const complaints = [...(tree as unknown as { parseDiagnostics: readonly ts.Diagnostic[] }).parseDiagnostics]
  const value = objectOf(ts.convertToObject(tree, complaints as ts.Diagnostic[]))
  const [complaint] = complaints
  if (complaint)
    return broken(complaint.start === undefined ? null : lineAt(text, complaint.start), ts.flattenDiagnosticMessageText(complaint.messageText, ' '))
  if (!value)
    return broken(1, 'it must hold one object, { … }.')
  if (!hasComments && !isStrict(text))
    return broken(null, 'comments and trailing commas are not allowed in this file.')
  return { json: { file, value, lineOf: (...path) => lineOfPath(tree, path) }, finding: null }
}

function isStrict(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''))
    return true
  }
  catch {
    return false
  }
}

function lineOfPath(tree: ts.JsonSourceFile, path: readonly (string | number)[]): number {
  let node: ts.Node | undefined = tree.statements[0]?.expression
  let start = 0
  for (const step of path) {
    if (!node)
      break
    if (typeof step === 'number' && ts.isArrayLiteralExpression(node)) {
      node = node.elements[step]
      start = node?.getStart(tree) ?? start
    }
    else if (ts.isObjectLiteralExpression(node)) {
      const property = node.properties.find(one => one.name && ts.isStringLiteral(one.name) && one.name.text === step)
      start = property?.getStart(tree) ?? start
      node = property && ts.isPropertyAssignment(property) ? property.initializer : undefined
    }
    else {
      break
    }
  }
  return lineAt(tree.text, start)
}

/** A field that is an object. */
export function objectIn(fields: Fields | null, name: string): Fields | null {
  return objectOf(fields?.[name])
}

/** A field that is a list. */
export function listIn(fields: Fields | null, name: string): readonly unknown[] {
  const list = fields?.[name]
  return Array.isArray(list) ? list : []
}

/** A field that is text; empty when it is not. */
export function textIn(fields: Fields | null, name: string): string {
  const text = fields?.[name]
  return typeof text === 'string' ? text : ''
}
