import type { Goods } from './room'
import { twoDigits } from './two-digits'

/** A product's price as texts in yuan, without currency sign. A text is empty where a price cannot be read. */
export type GoodsPrice
  = | { readonly kind: 'fixed', readonly now: string }
    | { readonly kind: 'range', readonly from: string, readonly to: string }
    | { readonly kind: 'discount', readonly before: string, readonly now: string }

/**
 * Fen as yuan, the way WeChat's shops show it: whole yuan without decimals (`12`), everything else with two (`12.50`).
 * @param fen a whole number from 0
 * @returns empty text for anything else: better no price than a wrong one
 */
export function formatFen(fen: number): string {
  if (!Number.isSafeInteger(fen) || fen < 0)
    return ''
  const cents = fen % 100
  const yuan = (fen - cents) / 100
  return cents === 0 ? `${yuan}` : `${yuan}.${twoDigits(cents)}`
}

/**
 * The price of a product, ready to be shown. A range whose ends are swapped is put right; a range without width, a
 * reduction that reduces nothing and a second price that is missing become a fixed price.
 */
export function goodsPrice({ priceType, priceFen, price2Fen }: Pick<Goods, 'priceType' | 'priceFen' | 'price2Fen'>): GoodsPrice {
  const hasSecond = price2Fen > 0 && price2Fen !== priceFen
  switch (priceType) {
    case 'fixed':
      return fixed(priceFen)
    case 'range':
      return hasSecond
        ? { kind: 'range', from: formatFen(Math.min(priceFen, price2Fen)), to: formatFen(Math.max(priceFen, price2Fen)) }
        : fixed(priceFen)
    case 'discount':
      if (!hasSecond)
        return fixed(priceFen)
      return price2Fen < priceFen ? { kind: 'discount', before: formatFen(priceFen), now: formatFen(price2Fen) } : fixed(price2Fen)
    default:
      return priceType satisfies never
  }
}

function fixed(priceFen: number): GoodsPrice {
  return { kind: 'fixed', now: formatFen(priceFen) }
}
