import type { Browser } from 'playwright-core'
import { chromium } from 'playwright-core'

// QUIC and background traffic would reach outside the machine, and would be counted.
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** Starts the browser all tests use in the same way. @param executablePath where Chromium is */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ARGS })
}
