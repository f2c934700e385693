import type { Goods, PriceType, Room } from '@/src/domain/room'
import { liveStatusFromCode } from '@/src/domain/live-status'
import { parseRoomId } from '@/src/domain/room'
import { fieldsOf } from '@/src/domain/untrusted'

// A time beyond this, in seconds, is none that a Date can hold.
const MAX_NUMBER = 8.64e12

const PRICE_TYPES: Readonly<Record<number, PriceType>> = { 1: 'fixed', 2: 'range', 3: 'discount' }

/**
 * Reads one entry of `room_info`. Goods that cannot be read are left out; a room without id, name, status or times is
 * no room.
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/livebroadcast/studio-management/api_getliveinfo.html
 * @returns the room, or null
 */
export function parseRoom(input: unknown): Room | null {
  const raw = fieldsOf(input)
  const id = parseRoomId(raw.roomid)
  const name = toText(raw.name)
  const statusCode = toNumber(raw.live_status)
  const startS = toNumber(raw.start_time)
  const endS = toNumber(raw.end_time)
  if (id === null || !name || statusCode === null || startS === null || endS === null)
    return null
  return {
    id,
    name,
    hostName: toText(raw.anchor_name),
    coverUrl: toText(raw.cover_img),
    shareImageUrl: toText(raw.share_img),
    startAtMs: startS * 1000,
    endAtMs: endS * 1000,
    status: liveStatusFromCode(statusCode),
    statusCode,
    goods: Array.isArray(raw.goods) ? raw.goods.map(parseGoods).filter(goods => goods !== null) : [],
    // Closed is WeChat's default.
    hasReplay: toNumber(raw.close_replay) === 0,
  }
}

// WeChat's pages spell these fields in two ways, sometimes on one page.
function parseGoods(input: unknown): Goods | null {
  const raw = fieldsOf(input)
  const id = parseRoomId(raw.goods_id ?? raw.goodsId)
  const name = toText(raw.name)
  const path = toText(raw.url)
  // Rooms from before price types have plain prices.
  const priceType = PRICE_TYPES[toNumber(raw.price_type ?? raw.priceType ?? 1) ?? 0]
  const priceFen = toNumber(raw.price)
  const price2Fen = priceType === 'fixed' ? 0 : toNumber(raw.price2)
  if (!name || !path || !priceType || priceFen === null || price2Fen === null)
    return null
  return {
    ...(id === null ? {} : { id }),
    name,
    coverUrl: toText(raw.cover_img ?? raw.coverImg ?? raw.cover_img_url ?? raw.coverImgUrl),
    path,
    priceType,
    priceFen,
    price2Fen,
  }
}

function toText(input: unknown): string {
  return typeof input === 'string' ? input : ''
}

// Some of WeChat's numbers are typed as text on their pages, and nothing here is ever negative. A price that was once
// yuan may carry a rounding error.
function toNumber(input: unknown): number | null {
  const number = typeof input === 'string' && /^\d{1,15}(?:\.\d+)?$/.test(input) ? Number(input) : input
  return typeof number === 'number' && number >= 0 && number <= MAX_NUMBER ? Math.round(number) : null
}
