import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatFen, goodsPrice } from '@/src/domain/goods-price'

describe('formatFen', () => {
  it.each([
    [0, '0'],
    [1, '0.01'],
    [10, '0.10'],
    [99, '0.99'],
    [100, '1'],
    [1200, '12'],
    [1205, '12.05'],
    [1250, '12.50'],
    [1_000_000, '10000'],
    [Number.MAX_SAFE_INTEGER, '90071992547409.91'],
  ])('shows %s fen as %s yuan', (fen, yuan) => {
    expect(formatFen(fen)).toBe(yuan)
  })

  it.each([-1, 12.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '12', null, undefined])('shows no price rather than a wrong one for %s', (fen) => {
    expect(formatFen(fen as number)).toBe('')
  })

  it('loses no fen, for any price', () => {
    fc.assert(fc.property(fc.maxSafeNat(), (fen) => {
      const [yuan = '', cents = '00'] = formatFen(fen).split('.')
      expect(cents).toMatch(/^\d\d$/)
      expect(BigInt(yuan) * 100n + BigInt(cents)).toBe(BigInt(fen))
    }))
  })
})

describe('goodsPrice', () => {
  it('shows one price, a range, or the price now beside the one before', () => {
    expect(goodsPrice({ priceType: 'fixed', priceFen: 1250, price2Fen: 0 })).toEqual({ kind: 'fixed', now: '12.50' })
    expect(goodsPrice({ priceType: 'range', priceFen: 1200, price2Fen: 3000 })).toEqual({ kind: 'range', from: '12', to: '30' })
    expect(goodsPrice({ priceType: 'discount', priceFen: 3000, price2Fen: 1200 })).toEqual({ kind: 'discount', before: '30', now: '12' })
  })

  it('ignores a second price where there is only one', () => {
    expect(goodsPrice({ priceType: 'fixed', priceFen: 1250, price2Fen: 99 })).toEqual({ kind: 'fixed', now: '12.50' })
  })

  it('puts a swapped range right', () => {
    expect(goodsPrice({ priceType: 'range', priceFen: 3000, price2Fen: 1200 })).toEqual({ kind: 'range', from: '12', to: '30' })
  })

  it('never strikes out a price that was not higher', () => {
    expect(goodsPrice({ priceType: 'discount', priceFen: 1200, price2Fen: 3000 })).toEqual({ kind: 'fixed', now: '30' })
  })

  it.each(['range', 'discount'] as const)('takes a %s whose second price is missing or the same for a fixed price', (priceType) => {
    for (const price2Fen of [0, 1200, -5, Number.NaN]) expect(goodsPrice({ priceType, priceFen: 1200, price2Fen })).toEqual({ kind: 'fixed', now: '12' })
  })
})
