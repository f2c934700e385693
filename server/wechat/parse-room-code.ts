import { fieldsOf } from '@/src/domain/untrusted'

/** What leads people to a room from outside WeChat. */
export interface RoomCode {
  /** The picture of the code. */
  readonly codeUrl: string
  /** The same on a poster; empty where WeChat sent none. */
  readonly posterUrl: string
  /** The room's page with its query; empty where WeChat sent none. */
  readonly pagePath: string
}

/**
 * Reads the answer of `getsharedcode`.
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/livebroadcast/studio-management/api_getsharedcode.html
 * @returns null without a picture
 */
export function parseRoomCode(input: unknown): RoomCode | null {
  const raw = fieldsOf(input)
  const codeUrl = pictureOf(raw.cdnUrl)
  if (codeUrl === '')
    return null
  return { codeUrl, posterUrl: pictureOf(raw.posterUrl), pagePath: typeof raw.pagePath === 'string' ? raw.pagePath : '' }
}

// WeChat's picture host answers both ways; a page that came by https shows no other picture.
function pictureOf(input: unknown): string {
  return typeof input === 'string' && /^https?:\/\/[^\s/]\S*$/i.test(input) ? input.replace(/^http:(?=\/\/[\w.-]+\.qpic\.cn\/)/i, 'https:') : ''
}
