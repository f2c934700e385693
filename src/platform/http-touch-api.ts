import type { Http } from './http'
import type { Touch } from '@/src/domain/touch'
import type { TouchApi } from '@/src/domain/touch-api'
import { toLiveError } from '@/src/domain/live-error'
import { parsePartialReceipt, parseReceipt, parseSession } from '@/src/domain/touch-answers'
import { objectOf } from '@/src/domain/untrusted'
import { fail } from './fail'

/** The gateway's sessions and touches over HTTP. Rejects with what {@link Http.post} rejects with, or `response-invalid`. */
export function createHttpTouchApi(http: Pick<Http, 'post'>): TouchApi {
  return {
    createSession: async (code) => {
      const body = await http.post('/v1/sessions', { code }).catch(failQuietly)
      // Half a session may hold a whole token, which no error may carry.
      return parseSession(body) ?? fail({ kind: 'response-invalid' })
    },
    sendTouches: async (token, { sentAtMs, touches }) => {
      const batch = { sentAtMs, touches: touches.map(toJson) }
      const receipt = await http.post('/v1/touches', batch, { authorization: `Bearer ${token}` }).then(
        parseReceipt,
        (thrown: unknown) => parsePartialReceipt(partialAnswerOf(thrown) ?? failQuietly(thrown), touches.length),
      )
      return receipt ?? fail({ kind: 'response-invalid' })
    },
  }
}

function partialAnswerOf(thrown: unknown): object | null {
  const error = toLiveError(thrown)
  return error.kind === 'request-failed' && error.code === 'touches-rejected' ? objectOf(error.answer) : null
}

// Without what came with the refusal: what stands between phone and gateway may have repeated the token there.
function failQuietly(thrown: unknown): never {
  const error = toLiveError(thrown)
  if (error.kind !== 'request-failed')
    return fail(error)
  const { answer: _, ...rest } = error
  return fail(rest)
}

// Field by field: what the phone adds to a touch for itself, the visitor's openid first, stays on the phone.
function toJson({ id, via, roomId, goodsId, shareOpenid, shareId, customParams, scene, atMs }: Touch): Omit<Touch, 'openid'> {
  return { id, via, roomId, goodsId, shareOpenid, shareId, customParams, scene, atMs }
}
