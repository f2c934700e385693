import type { TestProject } from 'vitest/node'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where Chromium is; null when the machine lacks it. */
    chromiumPath: string | null
    /** Where ffmpeg is; null when the machine lacks it. */
    ffmpegPath: string | null
  }
}

/** Looks for the programs once for all tests of a run, and says what is skipped where they are missing. */
export default function setup({ provide }: TestProject): void {
  const chromium = find('CHROMIUM_PATH', ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'], ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'])
  const ffmpeg = find('FFMPEG_PATH', ['ffmpeg'])
  if (!chromium)
    process.stdout.write('All tests in a real browser are skipped: this machine has no Chromium. To run them, install it (Debian: apt-get install chromium; macOS: brew install chromium), or set CHROMIUM_PATH.\n')
  if (!ffmpeg)
    process.stdout.write('The tests of streams in a real browser are skipped: this machine has no ffmpeg. To run them, install it (Debian: apt-get install ffmpeg; macOS: brew install ffmpeg), or set FFMPEG_PATH.\n')
  provide('chromiumPath', chromium ?? null)
  provide('ffmpegPath', ffmpeg ?? null)
}

function find(variable: string, names: readonly string[], paths: readonly string[] = []): string | undefined {
  const named = process.env[variable]
  const folders = (process.env.PATH ?? '').split(delimiter).filter(folder => folder !== '')
  const candidates = named ? [named] : [...names.flatMap(name => folders.map(folder => join(folder, name))), ...paths]
  return candidates.find(existsSync)
}
