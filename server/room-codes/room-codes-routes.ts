import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { RoomCatalogue } from '../catalogue'
import type { RoomCodeJson } from '../contract/room-codes'
import type { Log } from '../log'
import type { RoomCode } from '../wechat/parse-room-code'
import type { RoomCodes } from './room-codes'
import type { RoomId } from '@/src/domain/room'
import { CUSTOM_PARAMS_LIMIT_CHARS, decodeCustomParams, encodeCustomParams } from '@/src/domain/custom-params'
import { fieldsOf } from '@/src/domain/untrusted'
import { requireAdminKey } from '../attribution/admin-key'
import { commonAnswers } from '../contract/common'
import { roomCodeQuerySchema, roomCodesAnswers } from '../contract/room-codes'
import { roomParamsSchema } from '../contract/rooms'
import { GatewayError } from '../errors'
import { requireRooms, roomIdOf } from '../room-requests'
import { WeChatFailure } from '../wechat/wechat-error'

/** What {@link roomCodesRoutes} needs. */
export interface RoomCodesRoutesOptions {
  readonly catalogue: Pick<RoomCatalogue, 'read'>
  readonly codes: RoomCodes
  /** Null: nobody may ask. */
  readonly adminKey: string | null
}

const RETRY_AFTER_S = 30

/** Codes that lead to rooms, for the shop's own staff: every new one costs a call of WeChat's daily quota. */
export function roomCodesRoutes({ catalogue, codes, adminKey }: RoomCodesRoutesOptions): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.addHook('onRequest', requireAdminKey(adminKey))

    app.get('/v1/rooms/:id/code', {
      schema: {
        operationId: 'getRoomCode',
        tags: ['rooms'],
        summary: 'A code that leads to one room',
        params: roomParamsSchema,
        querystring: roomCodeQuerySchema,
        security: [{ adminKey: [] }],
        response: {
          200: roomCodesAnswers.roomCode,
          400: commonAnswers.error,
          401: commonAnswers.error,
          404: commonAnswers.error,
          409: commonAnswers.error,
          500: commonAnswers.error,
          503: commonAnswers.error,
        },
      },
    }, async ({ params, query, log }, reply): Promise<RoomCodeJson> => {
      const roomId = roomIdOf(params.id)
      const customParams = customParamsOf(query.custom_params ?? '')
      const { byId } = await requireRooms(catalogue)
      if (!byId.has(roomId))
        throw notFound()
      const code = await readCode(roomId, customParams, log)
      reply.header('cache-control', 'no-store')
      return { roomId, ...code }
    })
  }

  async function readCode(roomId: RoomId, customParams: string, log: Log): Promise<RoomCode> {
    try {
      return await codes.read(roomId, customParams)
    }
    catch (thrown) {
      if (!(thrown instanceof WeChatFailure))
        throw thrown
      log.warn({ roomId, wechat: thrown.detail }, 'a room code could not be had')
      throw explain(thrown)
    }
  }
}

function explain({ detail }: WeChatFailure): GatewayError {
  switch (detail.kind) {
    case 'room-unknown':
      return notFound()
    case 'room-state-forbids':
      return new GatewayError(409, 'room-code-refused', 'WeChat gives no code for a room in this state.')
    case 'code-failed':
      return new GatewayError(409, 'room-code-refused', 'WeChat refuses to make this code.')
    case 'quota-exhausted':
      return new GatewayError(503, 'room-code-unavailable', 'Today\'s calls for codes are used up. Codes that were made before are still there.')
    default:
      return new GatewayError(503, 'room-code-unavailable', 'The code could not be had from WeChat. Ask again in a moment.', RETRY_AFTER_S)
  }
}

function notFound(): GatewayError {
  return new GatewayError(404, 'room-not-found', 'The shop has no room with this number.')
}

/** The parameters as WeChat wants them; the same for all texts that mean the same. */
function customParamsOf(text: string): string {
  const params = decodeCustomParams(text)
  // Reading is lenient, for what comes with links. Staff should hear of a mistake.
  if (Object.keys(params).length === 0 && !['', '{}'].includes(text))
    throw new GatewayError(400, 'invalid-query', 'The parameter "custom_params" is not a JSON object, such as {"channel":"poster"}.')
  try {
    return encodeCustomParams(params)
  }
  catch (thrown) {
    const length = fieldsOf(thrown).lengthChars
    throw new GatewayError(400, 'invalid-query', typeof length === 'number'
      ? `The parameter "custom_params" is too long: ${length} characters once it is URI-encoded, and WeChat keeps ${CUSTOM_PARAMS_LIMIT_CHARS}.`
      : 'The parameter "custom_params" has something in it that JSON cannot carry.')
  }
}
