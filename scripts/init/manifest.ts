import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/**
 * Writes the appid into manifest.json, and leaves its comments and everything else as they are.
 * @throws Error when the file is broken, or has no `mp-weixin.appid`
 */
export function withAppId(manifest: string, appId: string): string {
  const { start, end } = appIdIn(manifest)
  return manifest.slice(0, start) + JSON.stringify(appId) + manifest.slice(end)
}

/**
 * The appid that manifest.json has for WeChat; empty where none was entered.
 * @throws Error when the file is broken, or has no `mp-weixin.appid`
 */
export function readAppId(manifest: string): string {
  return appIdIn(manifest).text
}

/**
 * The appid of the project in a folder; empty where none was entered.
 * @throws Error when its manifest.json is missing or broken
 */
export function appIdOf(root: string): string {
  const file = join(root, 'manifest.json')
  if (!existsSync(file))
    throw new Error('manifest.json is missing: run this in the project\'s own folder.')
  return readAppId(readFileSync(file, 'utf8'))
}

// TypeScript reads JSON with comments, and says where things are.
function appIdIn(manifest: string): { readonly text: string, readonly start: number, readonly end: number } {
  const file: ts.JsonSourceFile & { parseDiagnostics?: readonly ts.Diagnostic[] } = ts.parseJsonText('manifest.json', manifest)
  const [wrong] = file.parseDiagnostics ?? []
  if (wrong)
    throw new Error(`manifest.json cannot be read, near line ${file.getLineAndCharacterOfPosition(wrong.start ?? 0).line + 1}: ${ts.flattenDiagnosticMessageText(wrong.messageText, ' ')}`)
  const value = valueOf(valueOf(file.statements[0]?.expression, 'mp-weixin'), 'appid')
  if (!value || !ts.isStringLiteral(value))
    throw new Error('manifest.json has no "appid" inside "mp-weixin".')
  return { text: value.text, start: value.getStart(file), end: value.end }
}

function valueOf(object: ts.Expression | undefined, name: string): ts.Expression | undefined {
  if (!object || !ts.isObjectLiteralExpression(object))
    return undefined
  const property = object.properties.find(each => each.name && ts.isStringLiteral(each.name) && each.name.text === name)
  return property && ts.isPropertyAssignment(property) ? property.initializer : undefined
}
