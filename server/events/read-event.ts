import type { Follow } from '../storage/follows'
import type { MessageFields } from './parse-message'
import { parseRoomId } from '@/src/domain/room'
import { objectOf } from '@/src/domain/untrusted'

/** What WeChat tells by a message. */
export type WeChatEvent
  /** Somebody wants to be reminded of a room, or no longer. */
  = | { readonly kind: 'follow', readonly follow: Follow }
  /** Nothing that the gateway needs to know. */
    | { readonly kind: 'other' }

const ACTIONS: Readonly<Record<string, Follow['action']>> = { add_follow: 'add', del_follow: 'delete' }

const OPENID = /^[\w-]{1,128}$/
// Beyond this, seconds are milliseconds or nonsense.
const MAX_SECONDS = 1e11

/**
 * Reads a message that is known to be WeChat's.
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/event_push/liveplayer/status_synchronization.html
 * @returns null when it says nothing that can be understood
 */
export function readEvent(message: MessageFields): WeChatEvent | null {
  if (typeof message.MsgType !== 'string' || message.MsgType === '')
    return null
  if (message.MsgType !== 'event' || message.Event !== 'wxalive_follow_notify')
    return { kind: 'other' }
  const follow = readFollow(message)
  return follow && { kind: 'follow', follow }
}

function readFollow(message: MessageFields): Follow | null {
  // The page's table has the fields beside the event's name, its example has them one level below.
  const fields = objectOf(message.FollowNotify) ?? message
  const roomId = parseRoomId(fields.room_id)
  const openid = textOf(fields.user_openid)
  const seconds = Number(textOf(fields.time))
  const action = textOf(fields.action)
  if (roomId === null || !OPENID.test(openid) || !Number.isSafeInteger(seconds) || seconds <= 0 || seconds >= MAX_SECONDS || !Object.hasOwn(ACTIONS, action))
    return null
  return { roomId, openid, action: ACTIONS[action] ?? 'add', atMs: seconds * 1000 }
}

// Numbers come as text in XML, and the page's own example has lost the < and > of its CDATA.
function textOf(input: unknown): string {
  const text = typeof input === 'number' ? String(input) : typeof input === 'string' ? input : ''
  return /^!\[CDATA\[(.*)\]\]$/.exec(text)?.[1] ?? text
}
