import type { FastifyInstance } from 'fastify'
import type { IncomingMessage } from 'node:http'
import { Buffer } from 'node:buffer'
import { GatewayError } from './errors'

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
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of payload as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      bytes += chunk.length
      // Node lets the rest come in and drops it, so that the answer arrives.
      if (bytes > limitBytes)
        break
    }
  }
  catch {
    throw new GatewayError(400, 'invalid-body', 'The body did not arrive whole.')
  }
  if (bytes > limitBytes)
    throw new GatewayError(413, 'body-too-large', `The body may have at most ${limitBytes} bytes. Send less at once.`)
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
