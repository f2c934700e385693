import type { TestProject } from 'vitest/node'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'

declare module 'vitest' {
  export interface ProvidedContext {
    /** What the tests in a real browser need; null when the machine lacks some of it. */
    browserTools: BrowserTools | null
  }
}

/** Where the programs are. */
export interface BrowserTools {
  readonly chromium: string
  readonly ffmpeg: string
}

const HOW_TO_GET_THEM = 'install Chromium and ffmpeg (Debian: apt-get install chromium ffmpeg; macOS: brew install chromium ffmpeg), or set CHROMIUM_PATH and FFMPEG_PATH'

/** Looks for the programs once for all tests of a run, and says so where they are missing. */
export default function setup({ provide }: TestProject): void {
  const chromium = find('CHROMIUM_PATH', ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'], ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'])
  const ffmpeg = find('FFMPEG_PATH', ['ffmpeg'])
  const missing = [chromium ? [] : 'Chromium', ffmpeg ? [] : 'ffmpeg'].flat()
  if (missing.length > 0)
    process.stdout.write(`The tests in a real browser are skipped: this machine has no ${missing.join(' and no ')}. To run them, ${HOW_TO_GET_THEM}.\n`)
  provide('browserTools', chromium && ffmpeg ? { chromium, ffmpeg } : null)
}

function find(variable: string, names: readonly string[], paths: readonly string[] = []): string | undefined {
  const named = process.env[variable]
  const folders = (process.env.PATH ?? '').split(delimiter).filter(folder => folder !== '')
  const candidates = named ? [named] : [...names.flatMap(name => folders.map(folder => join(folder, name))), ...paths]
  return candidates.find(existsSync)
}
