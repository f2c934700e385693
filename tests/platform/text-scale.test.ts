import { afterEach, describe, expect, it, vi } from 'vitest'
import { readTextScale } from '@/src/platform/text-scale'

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the text size', () => {
  it.each([
    [1.2, 1.2],
    [0.5, 0.85],
    [9, 1.75],
    [0, 1],
    [-1, 1],
    [Number.NaN, 1],
    ['1.2', 1],
    [undefined, 1],
  ])('that WeChat gives as %s is %s', (fontSizeScaleFactor, scale) => {
    vi.stubGlobal('wx', { getAppBaseInfo: () => ({ fontSizeScaleFactor }) })
    expect(readTextScale()).toBe(scale)
  })

  it('is the usual one in a WeChat that cannot tell', () => {
    vi.stubGlobal('wx', {})
    expect(readTextScale()).toBe(1)
  })
})
