import type { Http } from '@/src/platform/http'
import { stringifyQuery } from '@/src/domain/query'
import { fieldsOf } from '@/src/domain/untrusted'
import { fail } from '@/src/platform/fail'

/** Login codes for the visitor of this tab, from the gateway's simulator. */
export function createPreviewLogin(http: Pick<Http, 'get'>, openid: string): () => Promise<string> {
  return async () => {
    const answer = await http.get(`/simulator/login?${stringifyQuery({ openid })}`).catch((cause: unknown) => fail({ kind: 'login-failed', cause }))
    const code = fieldsOf(answer).code
    return typeof code === 'string' && code !== '' ? code : fail({ kind: 'login-failed' })
  }
}
