import type { SessionJson } from '@/server/contract/sessions'
import type { TouchReceiptJson } from '@/server/contract/touches'
import { setTimeout } from 'node:timers/promises'

/** A visitor whose phone sends one batch after the other, each until it has a receipt. */
export interface StubbornVisitor {
  readonly openid: string
  /** Ids that it has a receipt for. */
  readonly confirmed: ReadonlySet<string>
  /** How often it got no receipt. */
  readonly failures: () => number
  /** Sends what it holds until that is confirmed, and ends. */
  readonly finish: () => Promise<void>
}

const BATCH = 5
const RETRY_MS = 25
const PATIENCE_MS = 3000

/** Begins to send. @param issueCode the login codes of this visitor */
export function startStubbornVisitor(url: string, openid: string, issueCode: () => string): StubbornVisitor {
  const confirmed = new Set<string>()
  const ending = { isWanted: false }
  let failures = 0
  let token = ''

  async function post(path: string, body: object): Promise<unknown> {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token === '' ? {} : { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    if (response.status === 401)
      token = ''
    if (!response.ok)
      throw new Error(`${path} answered ${response.status}`)
    return response.json()
  }

  async function send(batch: number): Promise<void> {
    if (token === '')
      token = (await post('/v1/sessions', { code: issueCode() }) as SessionJson).token
    const atMs = Date.now()
    const touches = Array.from({ length: BATCH }, (_, i) => ({ id: `${batch}-${i}`, via: 'own-link', roomId: null, goodsId: null, shareOpenid: '', shareId: '', customParams: {}, scene: 1001, atMs }))
    const { accepted } = await post('/v1/touches', { sentAtMs: atMs, touches }) as TouchReceiptJson
    for (const id of accepted) confirmed.add(id)
  }

  async function run(): Promise<void> {
    for (let batch = 0; !ending.isWanted; batch++) {
      for (;;) {
        try {
          await send(batch)
          break
        }
        catch {
          failures++
          await setTimeout(RETRY_MS)
        }
      }
    }
  }

  const running = run()
  return {
    openid,
    confirmed,
    failures: () => failures,
    finish() {
      ending.isWanted = true
      return running
    },
  }
}
