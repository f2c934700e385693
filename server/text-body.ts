import type { FastifyInstance } from 'fastify'
import type { IncomingMessage } from 'node:http'
import { Buffer } from 'node:buffer'
import { GatewayError } from './errors'

// Closing a connection on somebody who is still sending loses the answer on its way, so what is too big is read to its
// end and dropped; beyond this it is no mistake any more.
const MAX_DROPPED_BYTES = 8 * 1024 * 1024

/**
 * Hands the bodies of a plugin's routes over as text, whatever their content type says they are. The framework's own
 * JSON parser refuses a whole body for one key that it does not like.
 * @param app the plugin's own instance
 * @param limitBytes above this, the answer is 413 `body-too-large`
 */
export function takeTextBodies(app: FastifyInstance, limitBytes: number): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', async (_request: unknown, payload: IncomingMessage) => readText(payload, limitBytes))
}

async function readText(payload: IncomingMessage, limitBytes: number): Promise<string> {
  const tooLarge = new GatewayError(413, 'body-too-large', `The body may have at most ${limitBytes} bytes. Send less at once.`)
  if (Number(payload.headers['content-length']) > MAX_DROPPED_BYTES)
    throw tooLarge
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of payload as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes <= limitBytes)
        chunks.push(chunk)
      if (bytes > MAX_DROPPED_BYTES)
        break
    }
  }
  catch {
    throw new GatewayError(400, 'invalid-body', 'The body did not arrive whole.')
  }
  if (bytes > limitBytes)
    throw tooLarge
  return Buffer.concat(chunks).toString('utf8')
}

/**
 * A text body as JSON. Keys such as `__proto__` stay ordinary fields: nothing of what comes back may be copied onto
 * another object unseen.
 * @throws GatewayError 400 `invalid-body`
 */
export function parseJsonBody(body: unknown): unknown {
  try {
    return JSON.parse(String(body))
  }
  catch {
    // Not the parser's own message: it quotes the text.
    throw new GatewayError(400, 'invalid-body', 'The body must be JSON.')
  }
}
