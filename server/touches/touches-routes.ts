import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Log } from '../log'
import type { SessionGuard } from '../sessions/session-guard'
import type { Receipt, TouchReceiverOptions } from './touch-receiver'
import type { Clock } from '@/src/domain/clock'
import { MAX_BATCH_TOUCHES } from '@/src/domain/touch-api'
import { fieldsOf, wholeNumberOf } from '@/src/domain/untrusted'
import { commonAnswers } from '../contract/common'
import { touchBatchSchema, touchesAnswers } from '../contract/touches'
import { GatewayError } from '../errors'
import { parseJsonBody, takeTextBodies } from '../text-body'
import { createTouchReceiver } from './touch-receiver'

/** What {@link touchesRoutes} needs. */
export interface TouchesOptions extends TouchReceiverOptions {
  readonly guard: SessionGuard
  readonly clock: Clock
  readonly log: Log
}

// A hundred touches with the longest parameters have about half of this.
const MAX_BODY_BYTES = 256 * 1024
const RETRY_AFTER_S = 30

/** Takes what visitors' phones have kept of their visits. */
export function touchesRoutes({ guard, clock, log, ...options }: TouchesOptions): FastifyPluginAsyncTypebox {
  const receive = createTouchReceiver(options)

  async function keep(openid: string, body: unknown): Promise<Receipt> {
    const { sentAtMs, touches } = readBatch(body)
    try {
      return await receive(touches, { openid, sentAtMs, nowMs: clock.now() })
    }
    catch (err) {
      log.error({ err, touches: touches.length }, 'touches could not be kept')
      throw new GatewayError(503, 'storage-unavailable', 'The database does not answer, and nothing was kept. Send the batch again in a moment.', RETRY_AFTER_S)
    }
  }

  return async (app) => {
    takeTextBodies(app, MAX_BODY_BYTES)

    app.post('/v1/touches', {
      onRequest: guard.requireSession,
      schema: {
        operationId: 'sendTouches',
        tags: ['touches'],
        summary: 'Keeps a visitor\'s touches, each once however often it is sent',
        security: [{ session: [] }],
        body: touchBatchSchema,
        response: {
          200: touchesAnswers.receipt,
          400: commonAnswers.error,
          401: commonAnswers.error,
          413: commonAnswers.error,
          422: touchesAnswers.partialReceipt,
          500: commonAnswers.error,
          503: commonAnswers.error,
        },
      },
      // The schema is for the document: here every touch is judged by itself.
      validatorCompiler: () => () => true,
    }, async (request, reply) => {
      const { accepted, rejected } = await keep(guard.openidOf(request), request.body)
      if (rejected.length === 0)
        return { accepted }
      const message = `${rejected.length} of the touches were refused; the accepted ones are kept.`
      return reply.code(422).send({ error: { code: 'touches-rejected', message }, accepted, rejected })
    })
  }
}

function readBatch(body: unknown): { sentAtMs: number, touches: readonly unknown[] } {
  const fields = fieldsOf(parseJsonBody(body))
  const sentAtMs = wholeNumberOf(fields.sentAtMs)
  const touches: unknown = fields.touches
  if (sentAtMs === null || !Array.isArray(touches) || touches.length === 0)
    throw new GatewayError(400, 'invalid-body', `The body must be {"sentAtMs": …, "touches": […]} with 1 to ${MAX_BATCH_TOUCHES} touches.`)
  if (touches.length > MAX_BATCH_TOUCHES)
    throw new GatewayError(413, 'batch-too-large', `A batch may have at most ${MAX_BATCH_TOUCHES} touches; nothing of this one was kept.`)
  return { sentAtMs, touches }
}
