import type { Said } from './serve'
import type { EventsConfig } from '@/server/config'
import { createMessageCipher } from '@/server/events/message-cipher'
import { sign } from '@/server/events/signature'

/** How the MP console is set. */
export interface PushOptions extends EventsConfig {
  readonly appId: string
  readonly format?: 'xml' | 'json'
  /** In the compatible mode, messages are there in clear, too. */
  readonly isCompatible?: boolean
  /** What somebody changes about the query on its way. */
  readonly query?: Readonly<Record<string, string>>
  /** What somebody changes about the body on its way. */
  readonly changeBody?: (body: string) => string
}

const TIMESTAMP = '1714112445'
const NONCE = '415670741'

/** Fields as WeChat writes them. */
export type Message = Readonly<Record<string, unknown>>

/** A reminder that somebody asked for, as WeChat tells it. */
export function aFollow(differences: Message = {}, action = 'add_follow'): Message {
  return {
    ToUserName: 'gh_97417a04a28d',
    FromUserName: 'o-visitor',
    CreateTime: 1714112445,
    MsgType: 'event',
    Event: 'wxalive_follow_notify',
    FollowNotify: { room_id: 7, user_openid: 'o-visitor', time: 1714112440, live_status: 102, action, ...differences },
  }
}

/** Signs a message, in safe mode encrypts it, and pushes it to a gateway as WeChat does. */
export async function pushEvent(url: string, message: Message | string, options: PushOptions): Promise<Said> {
  const { token, encodingAesKey, appId, format = 'xml', isCompatible = false, query = {}, changeBody = body => body } = options
  const write = format === 'xml' ? toXml : (fields: Message) => JSON.stringify(fields)
  const text = typeof message === 'string' ? message : write(message)
  const params = new URLSearchParams({ timestamp: TIMESTAMP, nonce: NONCE, signature: sign([token, TIMESTAMP, NONCE]) })
  let body = text
  if (encodingAesKey !== null) {
    const Encrypt = createMessageCipher(encodingAesKey, appId).encrypt(text)
    params.set('encrypt_type', 'aes')
    params.set('msg_signature', sign([token, TIMESTAMP, NONCE, Encrypt]))
    body = write({ ToUserName: 'gh_97417a04a28d', Encrypt, ...(isCompatible && typeof message !== 'string' ? message : {}) })
  }
  for (const [name, value] of Object.entries(query)) params.set(name, value)
  const response = await fetch(`${url}/v1/wechat/events?${params}`, { method: 'POST', headers: { 'content-type': 'text/xml' }, body: changeBody(body) })
  const said = await response.text()
  return { status: response.status, headers: response.headers, text: said, body: said.startsWith('{') ? JSON.parse(said) : null }
}

function toXml(fields: Message): string {
  const element = ([name, value]: [string, unknown]): string => {
    const content = typeof value === 'object' && value !== null ? Object.entries(value).map(element).join('') : typeof value === 'string' ? `<![CDATA[${value}]]>` : String(value)
    return `<${name}>${content}</${name}>`
  }
  return element(['xml', fields])
}
