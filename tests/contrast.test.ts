import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import { ROOT } from './build/support/compile'

// What WCAG asks of text that is not large.
const LEAST_RATIO = 4.5

const SURFACES = ['page', 'surface', 'surface-sunken']

/** Every colour of words with what it stands on somewhere in the app, a moment under a finger included. */
const PAIRS: readonly (readonly [words: string, grounds: readonly string[]])[] = [
  ['text', SURFACES],
  ['text-secondary', [...SURFACES, 'skeleton']],
  ['accent-text', SURFACES],
  ['link', SURFACES],
  ['price', SURFACES],
  ['notice-text', ['notice', ...SURFACES]],
  ['text-on-accent', ['accent', 'accent-pressed', 'status-live', 'status-upcoming', 'status-waiting', 'status-over']],
]

interface Colour { readonly parseString: (colour: string) => void }
// The part of axe-core that needs no page; its typings leave it out.
const { Color, getContrast } = (axe as unknown as { commons: { color: { Color: new () => Colour, getContrast: (ground: Colour, words: Colour) => number } } }).commons.color

function colour(written: string | undefined): Colour {
  const parsed = new Color()
  parsed.parseString(written ?? 'the token is missing')
  return parsed
}

function coloursIn(css: string): Map<string, string> {
  return new Map([...css.matchAll(/--color-([a-z-]+): ([^;]+);/g)].map(([, name = '', value = '']) => [name, value]))
}

const [light = '', dark = ''] = readFileSync(join(ROOT, 'src/styles/tokens.css'), 'utf8').split('@media (prefers-color-scheme: dark)')

describe.each([
  ['light', coloursIn(light)],
  ['dark', new Map([...coloursIn(light), ...coloursIn(dark)])],
])('words in %s', (_, colours) => {
  it.each(PAIRS.flatMap(([words, grounds]) => grounds.map(ground => ({ words, ground }))))('of $words can be read on $ground', ({ words, ground }) => {
    expect(getContrast(colour(colours.get(ground)), colour(colours.get(words)))).toBeGreaterThanOrEqual(LEAST_RATIO)
  })
})
