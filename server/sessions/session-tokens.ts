import type { Account } from './derive-key'
import type { Clock } from '@/src/domain/clock'
import { errors, jwtVerify, SignJWT } from 'jose'
import { deriveKey } from './derive-key'

/** How long a session is good for, in seconds. */
export const SESSION_LIFE_S = 7200

/** Issues and checks the tokens of visitors' sessions. */
export interface SessionTokens {
  /** A token that says who somebody is, for {@link SESSION_LIFE_S}. */
  readonly issue: (openid: string) => Promise<string>
  /** Never rejects. */
  readonly check: (token: string) => Promise<TokenVerdict>
}

/** Whose token it is, if it is one. */
export type TokenVerdict
  = | { readonly kind: 'good', readonly openid: string }
    | { readonly kind: 'expired' }
  /** Not issued here, or changed since. */
    | { readonly kind: 'invalid' }

// The only one that is accepted, so that no token can choose its own.
const ALGORITHM = 'HS256'
const ISSUER = 'weixin-live'
// Ours have about 250 characters; what is far longer is not worth its hashing.
const MAX_TOKEN_CHARS = 1024

/** Tokens that every replica of one account understands, and no other account. */
export function createSessionTokens(account: Account, clock: Clock): SessionTokens {
  const key = deriveKey(account, 'session token')
  const audience = account.appId

  function issue(openid: string): Promise<string> {
    const nowS = Math.floor(clock.now() / 1000)
    return new SignJWT()
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setSubject(openid)
      .setIssuer(ISSUER)
      .setAudience(audience)
      .setIssuedAt(nowS)
      .setExpirationTime(nowS + SESSION_LIFE_S)
      .sign(key)
  }

  async function check(token: string): Promise<TokenVerdict> {
    if (token.length > MAX_TOKEN_CHARS)
      return { kind: 'invalid' }
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience,
        requiredClaims: ['sub', 'exp'],
        currentDate: new Date(clock.now()),
      })
      return payload.sub ? { kind: 'good', openid: payload.sub } : { kind: 'invalid' }
    }
    catch (thrown) {
      return { kind: thrown instanceof errors.JWTExpired ? 'expired' : 'invalid' }
    }
  }

  return { issue, check }
}
