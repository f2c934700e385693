import { createHash } from 'node:crypto'

const MARK_CHARS = 8
const MARK = /^[0-9a-f]{8}$/
const HIDDEN = '***'

// Only what can be read off a key is here; a login code is called `code`, and so are WeChat's error codes, which must stay.
const PERSON_KEYS: ReadonlySet<string> = new Set(['visitor', 'openid', 'shareOpenid', 'share_openid', 'sharerOpenid', 'sharer_openid', 'FromUserName', 'unionid'])
const SECRET_KEYS: ReadonlySet<string> = new Set(['token', 'accessToken', 'access_token', 'appSecret', 'secret', 'sessionKey', 'session_key', 'adminKey', 'authorization', 'password', 'encodingAesKey', 'js_code', 'cookie'])

// Most texts of most lines have none of what follows, and are known by this alone.
const SUSPICIOUS = /[\w-]{28}|bearer|=|:\/\//i
// What gives itself away inside a sentence, an address or a stack.
const OPENID = /(?<![\w-])o[\w-]{27}(?![\w-])/g
const BEARER = /\bBearer\s+\S+/gi
const SECRET_IN_QUERY = /\b(access_token|secret|js_code|code|token|session_key)=[^&\s"']+/g
const PASSWORD_IN_ADDRESS = /:\/\/[^\s/@]+@/g

/** Stands for a visitor in logs: the same for the same openid, and nothing leads back from it. */
export function visitorMark(openid: string): string {
  return createHash('sha256').update(openid).digest('hex').slice(0, MARK_CHARS)
}

/** Replacer for `JSON.stringify`: marks instead of openids, stars instead of secrets, by key and within texts. */
export function redact(key: string, value: unknown): unknown {
  if (typeof value !== 'string')
    return value
  if (PERSON_KEYS.has(key))
    return value === '' || MARK.test(value) ? value : visitorMark(value)
  return SECRET_KEYS.has(key) ? HIDDEN : redactText(value)
}

function redactText(text: string): string {
  if (!SUSPICIOUS.test(text))
    return text
  return text
    .replace(OPENID, visitorMark)
    .replace(BEARER, `Bearer ${HIDDEN}`)
    .replace(SECRET_IN_QUERY, `$1=${HIDDEN}`)
    .replace(PASSWORD_IN_ADDRESS, `://${HIDDEN}@`)
}
