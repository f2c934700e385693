import type { EventsConfig } from '../config'
import type { MessageCipher } from './message-cipher'
import type { MessageFields } from './parse-message'
import { GatewayError } from '../errors'
import { createMessageCipher } from './message-cipher'
import { encryptedPartOf, parseMessage } from './parse-message'
import { isSigned } from './signature'

/** The query of a push, as it came. */
export type PushQuery = Readonly<Record<string, unknown>>

/** Opens what WeChat pushes, in the mode that the MP console is set to. */
export interface MessageOpener {
  /**
   * The text that proves to WeChat that this address is the shop's.
   * @throws GatewayError 403
   */
  readonly openCheck: (query: PushQuery) => string
  /**
   * A message's fields.
   * @throws GatewayError 400, 403, or 503 when the key that it needs is not configured
   */
  readonly openMessage: (query: PushQuery, body: string) => MessageFields
}

/**
 * Opens messages for one mini program.
 * @param config token and key from the MP console
 * @param appId whose messages are taken
 */
export function createMessageOpener(config: EventsConfig, appId: string): MessageOpener {
  const { token, encodingAesKey } = config
  const cipher = encodingAesKey === null ? null : createMessageCipher(encodingAesKey, appId)

  function requireSignature(query: PushQuery, name: 'signature' | 'msg_signature', ...more: string[]): void {
    const [signature, timestamp, nonce] = [query[name], query.timestamp, query.nonce]
    if (typeof signature !== 'string' || typeof timestamp !== 'string' || typeof nonce !== 'string' || !isSigned(signature, [token, timestamp, nonce, ...more]))
      throw new GatewayError(403, 'signature-invalid', 'This was not signed with the token of this mini program\'s message push.')
  }

  function openCheck(query: PushQuery): string {
    requireSignature(query, 'signature')
    return typeof query.echostr === 'string' ? query.echostr : ''
  }

  // Its signature says nothing about the body: whoever has seen one address could say anything.
  function openPlain(query: PushQuery, body: string): MessageFields {
    requireSignature(query, 'signature')
    const message = parseMessage(body) ?? malformed()
    if (message.MsgType === undefined && message.Encrypt !== undefined)
      throw new GatewayError(503, 'events-not-configured', 'Messages are encrypted, and WECHAT_EVENTS_AES_KEY is not set. Set it to the EncodingAESKey of the MP console.')
    return message
  }

  // In the compatible mode the message is there in clear, too, and unsigned. WeChat sends the plain mode's signature as
  // well, and says not to check it here.
  function openEncrypted(query: PushQuery, body: string, { decrypt }: MessageCipher): MessageFields {
    const encrypted = encryptedPartOf(body)
    if (encrypted === null)
      throw new GatewayError(403, 'signature-invalid', 'Messages must be encrypted, as WECHAT_EVENTS_AES_KEY is set. Choose 安全模式 in the MP console, or leave that setting out.')
    requireSignature(query, 'msg_signature', encrypted)
    const text = decrypt(encrypted)
    if (text === null)
      throw new GatewayError(403, 'signature-invalid', 'This was not encrypted with the EncodingAESKey of this mini program.')
    return parseMessage(text) ?? malformed()
  }

  return {
    openCheck,
    openMessage: (query, body) => cipher ? openEncrypted(query, body, cipher) : openPlain(query, body),
  }
}

function malformed(): never {
  throw new GatewayError(400, 'event-malformed', 'The message is neither XML nor JSON as WeChat sends it.')
}
