// A warning nobody expected is a failed test. A test that expects one spies on the console itself and says what it saw.
import { afterEach, beforeEach, expect, vi } from 'vitest'

const { console } = globalThis

const LOUD = ['warn', 'error'] as const

beforeEach(() => {
  for (const method of LOUD) vi.spyOn(console, method).mockImplementation(() => {})
})

afterEach(() => {
  const heard = LOUD.flatMap(method => vi.mocked(console[method]).mock?.calls.map(args => `console.${method}: ${args.join(' ')}`) ?? [])
  vi.restoreAllMocks()
  expect(heard, 'unexpected console output; expect it with takeConsole()').toEqual([])
})

/**
 * Takes what was logged so far, so that it no longer fails the test.
 * @returns one line per call, the method first
 */
export function takeConsole(method: typeof LOUD[number]): string[] {
  const spy = vi.mocked(console[method])
  const lines = spy.mock.calls.map(args => args.join(' '))
  spy.mockClear()
  return lines
}
