import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareVersions } from '@/src/domain/version'

describe('comparing versions', () => {
  it.each([
    ['10.0', '9.9.9'],
    ['7.0.10', '7.0.9'],
    ['2.9.1', '2.9'],
    ['8', '7.99.99'],
  ])('takes %s for newer than %s', (newer, older) => {
    expect(compareVersions(newer, older)).toBeGreaterThan(0)
    expect(compareVersions(older, newer)).toBeLessThan(0)
  })

  it.each([['2.9', '2.9.0'], ['7.0.7', '7.0.7'], [' 7.0.7 ', '7.0.7'], ['07.0.7', '7.0.7']])('takes %s and %s for equal', (one, other) => {
    expect(compareVersions(one, other)).toBe(0)
  })

  it.each([undefined, null, '', 'devtools', '8.0.5-beta', 'v8', '8..1', {}, [], 8, '1'.repeat(30)])('does not judge %j', (rubbish) => {
    expect(compareVersions(rubbish, '7.0.7')).toBe(0)
    expect(compareVersions('7.0.7', rubbish)).toBe(0)
  })

  it('agrees with comparing the numbers', () => {
    const part = fc.integer({ min: 0, max: 99 })
    fc.assert(fc.property(part, part, part, part, (a, b, c, d) => {
      expect(Math.sign(compareVersions(`${a}.${b}`, `${c}.${d}`))).toBe(Math.sign(a * 100 + b - c * 100 - d))
    }))
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), fc.anything(), (a, b) => Number.isFinite(compareVersions(a, b))))
  })
})
