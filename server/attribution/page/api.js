// @ts-check
/** @typedef {import('../../contract/attribution').RoomSummariesJson} RoomSummaries */
/** @typedef {import('../../contract/attribution').RoomReportJson} RoomReport */
/** @typedef {import('../../contract/attribution').ShareChainJson} ShareChain */
/** @typedef {import('../../contract/attribution').SharersJson} Sharers */
/** @typedef {import('../../contract/room-codes').RoomCodeJson} RoomCode */
/** @typedef {import('./days.js').Period} Period */
/** @typedef {'wrong-key' | 'not-configured' | 'offline' | 'timeout' | 'rate-limited' | 'not-found' | 'code-refused' | 'failed'} ProblemKind */

const TIMEOUT_MS = 20_000

/** Why there is no report. */
export class Problem extends Error {
  /**
   * @param {ProblemKind} kind
   * @param {number | null} [retryAfterSeconds] when asking again makes sense, if the gateway said so
   */
  constructor(kind, retryAfterSeconds = null) {
    super(kind)
    this.kind = kind
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/**
 * The gateway's reports. Every method rejects with a {@link Problem}.
 * @param {string} key the admin key, sent in a header and nowhere else
 * @param {URL} base the address of the gateway
 * @param {typeof fetch} fetch
 */
export function createApi(key, base, fetch) {
  /**
   * @template T
   * @param {string} path
   * @param {Record<string, string | number>} query
   * @returns {Promise<T>} what the contract says
   */
  async function get(path, query) {
    const address = new URL(`v1/${path}`, base)
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, String(value))
    const response = await fetch(address, { headers: { authorization: `Bearer ${key}` }, cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) })
      .catch(thrown => Promise.reject(new Problem(kindOfFailure(thrown))))
    const body = await response.json().catch(() => null)
    if (response.ok && body !== null)
      return body
    throw new Problem(kindOfAnswer(response.status, body?.error?.code), secondsOf(response.headers.get('retry-after')))
  }

  return {
    /** @type {(period: Period, offset: number, limit: number) => Promise<RoomSummaries>} */
    rooms: (period, offset, limit) => get('attribution/rooms', { ...period, offset, limit }),
    /** @type {(roomId: number, period: Period) => Promise<RoomReport>} */
    room: (roomId, period) => get(`attribution/rooms/${roomId}`, { ...period }),
    /** @type {(roomId: number, period: Period, offset: number, limit: number) => Promise<ShareChain>} */
    chain: (roomId, period, offset, limit) => get(`attribution/rooms/${roomId}/chain`, { ...period, offset, limit }),
    /** @type {(roomId: number | null, period: Period, offset: number, limit: number) => Promise<Sharers>} */
    sharers: (roomId, period, offset, limit) => get('attribution/sharers', { ...period, ...(roomId === null ? {} : { room_id: roomId }), offset, limit }),
    /** @type {(roomId: number, customParams: string) => Promise<RoomCode>} */
    code: (roomId, customParams) => get(`rooms/${roomId}/code`, customParams === '' ? {} : { custom_params: customParams }),
  }
}

/** @typedef {ReturnType<typeof createApi>} Api */

/**
 * Whether a header can carry it at all: others are wrong without asking.
 * @param {string} key
 */
export function canBeKey(key) {
  return /^[\u0021-\u007E](?:[\u0020-\u007E]*[\u0021-\u007E])?$/.test(key)
}

/** @param {unknown} thrown */
function kindOfFailure(thrown) {
  return thrown instanceof Error && thrown.name === 'TimeoutError' ? 'timeout' : 'offline'
}

/**
 * @param {number} status
 * @param {unknown} code the gateway's own; a proxy in front of it has none
 * @returns {ProblemKind} what it means to people
 */
function kindOfAnswer(status, code) {
  if (code === 'admin-key-not-configured')
    return 'not-configured'
  switch (status) {
    case 401: return 'wrong-key'
    case 404: return code === 'room-not-found' ? 'not-found' : 'failed'
    case 409: return code === 'room-code-refused' ? 'code-refused' : 'failed'
    case 429: return 'rate-limited'
    default: return 'failed'
  }
}

/** @param {string | null} retryAfter */
function secondsOf(retryAfter) {
  const seconds = Number(retryAfter)
  return retryAfter !== null && Number.isInteger(seconds) && seconds > 0 ? seconds : null
}
