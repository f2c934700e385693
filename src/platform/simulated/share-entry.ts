import type { CustomParams } from '@/src/domain/custom-params'
import type { RoomId } from '@/src/domain/room'
import { decodeCustomParams } from '@/src/domain/custom-params'
import { parseRoomId } from '@/src/domain/room'
import { fieldsOf, textOf, wholeNumberOf } from '@/src/domain/untrusted'

/** A visit that comes through something somebody shared, from its sending to its opening. */
export interface SimulatedShareEntry {
  /** How it is opened: 1007 for a card in a chat. */
  readonly scene: number
  readonly roomId: RoomId
  /** Who opens it. */
  readonly openid: string
  /** Who sent it. */
  readonly shareOpenid: string
  /** The first sharer's parameters; null when there were none. */
  readonly customParams: CustomParams | null
}

/** A room as somebody opened it. */
export type SimulatedRoom = Pick<SimulatedShareEntry, 'roomId' | 'customParams'>

/** The part of the browser's session storage that is needed here. */
export type TextStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** A mini-program card in a single chat. */
export const CHAT_CARD_SCENE = 1007

const KEY = 'weixin-live.preview.share-entry'
const MAX_OPENID_CHARS = 64

/**
 * The card that a visitor sends out of a room.
 *
 * Whoever came through a card passes the same parameters on: WeChat keeps the first sharer's, and gives no way to
 * change them.
 */
export function simulatedShareCard(
  room: SimulatedRoom,
  sender: string,
  cameThrough: SimulatedShareEntry | null,
): SimulatedShareEntry {
  return {
    scene: CHAT_CARD_SCENE,
    roomId: room.roomId,
    openid: nextVisitor(sender),
    shareOpenid: sender,
    customParams: cameThrough?.roomId === room.roomId ? cameThrough.customParams : room.customParams,
  }
}

/** Leaves a card for the next start of the app. */
export function leaveShareEntry(store: TextStore, entry: SimulatedShareEntry): void {
  store.setItem(KEY, JSON.stringify(entry))
}

/** Takes the card that was left, so that it is opened once; null when there is none, or it cannot be read. */
export function takeShareEntry(store: TextStore): SimulatedShareEntry | null {
  try {
    const left = store.getItem(KEY)
    store.removeItem(KEY)
    return left === null ? null : parseShareEntry(JSON.parse(left))
  }
  catch {
    return null
  }
}

function parseShareEntry(input: unknown): SimulatedShareEntry | null {
  const fields = fieldsOf(input)
  const roomId = parseRoomId(fields.roomId)
  const scene = wholeNumberOf(fields.scene)
  const openid = textOf(fields.openid, MAX_OPENID_CHARS)
  if (roomId === null || scene === null || openid === '')
    return null
  return {
    scene,
    roomId,
    openid,
    shareOpenid: textOf(fields.shareOpenid, MAX_OPENID_CHARS),
    customParams: fields.customParams === null ? null : decodeCustomParams(fields.customParams),
  }
}

// visitor-1 sends to visitor-2, who sends to visitor-3.
function nextVisitor(openid: string): string {
  const [, name = 'visitor-', number = '1'] = /^(.*?)(\d{1,9})$/.exec(openid) ?? []
  return `${name}${Number(number) + 1}`
}
