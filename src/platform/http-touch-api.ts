import type { Http } from './http'
import type { TouchJson } from '@/server/contract/touches'
import type { Touch } from '@/src/domain/touch'
import type { TouchApi } from '@/src/domain/touch-api'
import { toLiveError } from '@/src/domain/live-error'
import { parsePartialReceipt, parseReceipt, parseSession } from '@/src/domain/touch-answers'
import { fail } from './fail'

/** The gateway's sessions and touches over HTTP. Rejects with what {@link Http.post} rejects with, or `response-invalid`. */
export function createHttpTouchApi(http: Pick<Http, 'post'>): TouchApi {
  return {
    createSession: async (code) => {
      const body = await http.post('/v1/sessions', { code })
      // Half a session may hold a whole token, which no error may carry.
      return parseSession(body) ?? fail({ kind: 'response-invalid' })
    },
    sendTouches: async (token, { sentAtMs, touches }) => {
      try {
        const body = await http.post('/v1/touches', { sentAtMs, touches: touches.map(toJson) }, { authorization: `Bearer ${token}` })
        return parseReceipt(body) ?? fail({ kind: 'response-invalid', cause: body })
      }
      catch (thrown) {
        const error = toLiveError(thrown)
        if (error.kind !== 'request-failed' || error.code !== 'touches-rejected')
          throw error
        return parsePartialReceipt(error.answer, touches.length) ?? fail({ kind: 'response-invalid', cause: error.answer })
      }
    },
  }
}

// Field by field: what the phone adds to a touch for itself, the visitor's openid first, stays on the phone.
function toJson({ id, via, roomId, goodsId, shareOpenid, shareId, customParams, scene, atMs }: Touch): TouchJson {
  return { id, via, roomId, goodsId, shareOpenid, shareId, customParams, scene, atMs }
}
