import type { Finding } from './finding'
import type { Output } from './output'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { filesOf, readText, readTexts } from './folder'
import { parseJsonFile } from './json-file'
import { programOfOutput } from './program-of-output'

/** What was read of an output, and what could not be. */
export interface OutputReading {
  readonly output: Output
  readonly findings: readonly Finding[]
}

/** Whether a folder is an output for WeChat. */
export function isMiniProgram(folder: string): boolean {
  return existsSync(join(folder, 'app.json'))
}

/** Whether a folder is an output for browsers. */
export function isWeb(folder: string): boolean {
  return existsSync(join(folder, 'index.html')) && existsSync(join(folder, 'assets'))
}

/**
 * Reads a built folder.
 * @param folder absolute; with app.json or index.html
 * @param isDevelopment from a `dev:` script
 * @throws Error of the system when it cannot be read
 */
export function readOutput(folder: string, isDevelopment: boolean): OutputReading {
  const findings: Finding[] = []
  const files = filesOf(folder, true)
  const texts = readTexts(folder, files.map(({ file }) => file).filter(file => /\.(?:js|json|wxml|wxss|wxs|html|css|map|env|txt)$|\.env(?:\.|$)/.test(file)))
  const json = (file: string) => {
    const text = readText(folder, file)
    const result = text && parseJsonFile(text)
    if (result?.finding)
      findings.push(result.finding)
    return result?.json ?? null
  }
  const app = json('app.json')
  const kind = isMiniProgram(folder) ? 'mini-program' : 'web'
  return { output: { kind, isDevelopment, app, projectConfig: json('project.config.json'), files, texts, program: app && programOfOutput(app, texts) }, findings }
}
