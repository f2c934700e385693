import type { RoomPage, RoomSnapshot, RoomStatusReading } from './live-api'
import type { LiveStatus } from './live-status'
import type { Goods, PriceType, Room } from './room'
import { LIVE_STATUSES } from './live-status'
import { parseRoomId } from './room'
import { fieldsOf, textOf, wholeNumberOf } from './untrusted'

const MAX_NAME_CHARS = 100
const MAX_URL_CHARS = 2048
const MAX_REVISION_CHARS = 200
/** Ten times what WeChat lets a shop put into a room. */
const MAX_GOODS = 2000
/** The last moment that a Date can hold. */
const MAX_AT_MS = 8.64e15

const PRICE_TYPES: readonly PriceType[] = ['fixed', 'range', 'discount']

/**
 * Reads a room from the gateway, or from what the phone kept of it. Goods that cannot be read are left out.
 * @returns null without a number, a name or a planned time. Never throws
 */
export function parseRoom(input: unknown): Room | null {
  const fields = fieldsOf(input)
  const id = parseRoomId(fields.id)
  const startAtMs = momentOf(fields.startAtMs)
  const endAtMs = momentOf(fields.endAtMs)
  const name = textOf(fields.name, MAX_NAME_CHARS)
  if (id === null || startAtMs === null || endAtMs === null || name === '')
    return null

  return {
    id,
    name,
    hostName: textOf(fields.hostName, MAX_NAME_CHARS),
    coverUrl: pictureUrlOf(fields.coverUrl),
    shareImageUrl: pictureUrlOf(fields.shareImageUrl),
    startAtMs,
    endAtMs,
    status: statusOf(fields.status),
    statusCode: codeOf(fields.statusCode),
    goods: readEach(fields.goods, parseGoods).slice(0, MAX_GOODS),
    hasReplay: fields.hasReplay === true,
  }
}

/**
 * Reads a slice of the room list. A room that cannot be read is left out and counted, the others stay.
 * @returns null where the slice itself cannot be read. Never throws
 */
export function parseRoomPage(input: unknown): RoomPage | null {
  const fields = fieldsOf(input)
  const total = wholeNumberOf(fields.total)
  const offset = wholeNumberOf(fields.offset)
  const revision = textOf(fields.revision, MAX_REVISION_CHARS)
  const checkedAtMs = momentOf(fields.checkedAtMs)
  if (!Array.isArray(fields.rooms) || total === null || offset === null || revision === '' || checkedAtMs === null)
    return null

  const rooms = readEach(fields.rooms, parseRoom)
  // A slice that the phone kept has lost its unreadable rooms already.
  const unreadableCount = fields.rooms.length - rooms.length + (wholeNumberOf(fields.unreadableCount) ?? 0)
  return { rooms, total, offset, revision, checkedAtMs, isStale: fields.isStale === true, ...(unreadableCount > 0 && { unreadableCount }) }
}

/** Reads one room and how old the knowledge of it is. @returns null where either cannot be read. Never throws */
export function parseRoomSnapshot(input: unknown): RoomSnapshot | null {
  const fields = fieldsOf(input)
  const room = parseRoom(fields.room)
  const checkedAtMs = momentOf(fields.checkedAtMs)
  return room && checkedAtMs !== null ? { room, checkedAtMs, isStale: fields.isStale === true } : null
}

/**
 * Reads the answer about several rooms' statuses; entries that cannot be read are left out.
 * @returns null where there is no list of statuses. Never throws
 */
export function parseRoomStatuses(input: unknown): readonly RoomStatusReading[] | null {
  const statuses = fieldsOf(input).statuses
  return Array.isArray(statuses) ? readEach(statuses, parseRoomStatus) : null
}

function parseRoomStatus(input: unknown): RoomStatusReading | null {
  const fields = fieldsOf(input)
  const roomId = parseRoomId(fields.roomId)
  const checkedAtMs = momentOf(fields.checkedAtMs)
  if (roomId === null || checkedAtMs === null)
    return null
  return { roomId, status: statusOf(fields.status), code: codeOf(fields.code), checkedAtMs }
}

// A price that cannot be read, or that is of a kind nobody told us about, must not be shown wrong: no such goods then.
function parseGoods(input: unknown): Goods | null {
  const fields = fieldsOf(input)
  const name = textOf(fields.name, MAX_NAME_CHARS)
  const priceType = PRICE_TYPES.find(type => type === fields.priceType)
  const priceFen = wholeNumberOf(fields.priceFen)
  const price2Fen = wholeNumberOf(fields.price2Fen ?? 0)
  if (name === '' || !priceType || priceFen === null || price2Fen === null)
    return null

  const id = wholeNumberOf(fields.id)
  return {
    ...(id !== null && id > 0 && { id }),
    name,
    coverUrl: pictureUrlOf(fields.coverUrl),
    path: pagePathOf(fields.path),
    priceType,
    priceFen,
    price2Fen,
  }
}

function readEach<T>(input: unknown, parse: (item: unknown) => T | null): T[] {
  return Array.isArray(input) ? input.map(parse).filter(item => item !== null) : []
}

function statusOf(input: unknown): LiveStatus {
  return LIVE_STATUSES.find(status => status === input) ?? 'unknown'
}

function codeOf(input: unknown): number {
  return typeof input === 'number' && Number.isSafeInteger(input) ? input : 0
}

function momentOf(input: unknown): number | null {
  const atMs = wholeNumberOf(input)
  return atMs !== null && atMs <= MAX_AT_MS ? atMs : null
}

// Half an address is none, so these are never cut.
function pictureUrlOf(input: unknown): string {
  return isTextUpTo(input, MAX_URL_CHARS) && /^https?:\/\/[^\s/]\S*$/i.test(input) ? input : ''
}

// WeChat wants a value that holds a URL to be encoded, so `//` and a scheme are never part of a mini-program path.
function pagePathOf(input: unknown): string {
  const isPagePath = isTextUpTo(input, MAX_URL_CHARS) && /^[^:?#\s\\]+(?:\?.*)?$/.test(input) && !input.includes('//')
  return isPagePath ? input : ''
}

function isTextUpTo(input: unknown, maxChars: number): input is string {
  return typeof input === 'string' && input.length <= maxChars
}
