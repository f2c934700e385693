import type { HttpOptions } from '@/src/platform/http'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createHttp } from '@/src/platform/http'
import { createFakeClock } from '@/tests/support/fake-clock'

interface Sent { url: string, timeout: number, success: (response: object) => void, fail: (failure: unknown) => void }

const abort = vi.fn()
let sent: Sent[] = []

beforeEach(() => {
  sent = []
  abort.mockReset()
  vi.stubGlobal('uni', { request: (options: Sent) => {
    sent.push(options)
    return { abort }
  } })
})

function setUp(options: Partial<HttpOptions> = {}) {
  const clock = createFakeClock()
  return { clock, http: createHttp({ clock, baseUrl: 'https://live.example.com', isOnline: () => true, ...options }) }
}

async function get(answer: (request: Sent) => void, options: Partial<HttpOptions> = {}) {
  const asked = setUp(options).http.get('/v1/rooms')
  const [request] = sent
  if (request)
    answer(request)
  return asked
}

const failing = (errMsg: unknown, options?: Partial<HttpOptions>) => get(({ fail }) => fail(errMsg), options)

describe('asking the gateway', () => {
  it('gives the body', async () => {
    await expect(get(({ success }) => success({ statusCode: 200, data: { total: 0 } }))).resolves.toEqual({ total: 0 })
    expect(sent).toMatchObject([{ url: 'https://live.example.com/v1/rooms', method: 'GET', timeout: 10_000 }])
  })

  it('asks the page\'s own origin where the address is empty', async () => {
    await get(({ success }) => success({ statusCode: 200, data: {} }), { baseUrl: '' })
    expect(sent).toMatchObject([{ url: '/v1/rooms' }])
  })

  it('asks nobody in a build without a gateway', async () => {
    await expect(get(() => {}, { baseUrl: null })).rejects.toEqual({ kind: 'gateway-not-configured' })
    expect(sent).toEqual([])
  })

  it('asks once however many want the same at the same time', async () => {
    const { http } = setUp()
    const asked = [http.get('/v1/rooms'), http.get('/v1/rooms'), http.get('/v1/rooms/7')]
    expect(sent.map(({ url }) => url)).toEqual(['https://live.example.com/v1/rooms', 'https://live.example.com/v1/rooms/7'])
    for (const { url, success } of sent) success({ statusCode: 200, data: url.length })
    await expect(Promise.all(asked)).resolves.toEqual([33, 33, 35])
  })

  it('asks again once the answer or the failure is there', async () => {
    const { http } = setUp()
    const first = http.get('/v1/rooms')
    sent[0]?.fail({ errMsg: 'request:fail' })
    await expect(first).rejects.toMatchObject({ kind: 'request-failed' })
    const second = http.get('/v1/rooms')
    sent[1]?.success({ statusCode: 200, data: 'fresh' })
    await expect(second).resolves.toBe('fresh')
  })

  it('leaves no timer behind', async () => {
    const { http, clock } = setUp()
    const asked = http.get('/v1/rooms')
    sent[0]?.success({ statusCode: 200, data: {} })
    await asked
    expect(clock.pendingTimers()).toBe(0)
  })
})

describe('refusals of the gateway', () => {
  it.each([[404, 'room-not-found'], [400, 'bad-request'], [503, 'wechat-unavailable']])('keep the status %i and the code %s', async (statusCode, code) => {
    await expect(get(({ success }) => success({ statusCode, data: { error: { code, message: 'for developers' } } }))).rejects.toEqual({ kind: 'request-failed', httpStatus: statusCode, code })
  })

  it.each([undefined, null, '', '<html>', [], { error: 'no' }, { error: { code: 5 } }])('may say nothing that can be read: %j', async (data) => {
    await expect(get(({ success }) => success({ statusCode: 502, data }))).rejects.toEqual({ kind: 'request-failed', httpStatus: 502 })
  })

  it.each([301, 304])('include the status %i', async (statusCode) => {
    await expect(get(({ success }) => success({ statusCode, data: {} }))).rejects.toEqual({ kind: 'request-failed', httpStatus: statusCode })
  })
})

describe('no answer', () => {
  it.each(['request:fail timeout', 'request:fail 请求超时', 'request:fail The request timed out.'])('is a time-out: %s', async (errMsg) => {
    await expect(failing({ errMsg })).rejects.toEqual({ kind: 'request-timeout', timeoutMs: 10_000, cause: { errMsg } })
  })

  it.each([
    'request:fail errcode:-106 cronet_error_code:-106 error_msg:net::ERR_INTERNET_DISCONNECTED',
    'request:fail The Internet connection appears to be offline.',
    'request:fail 似乎已断开与互联网的连接。',
  ])('is being offline: %s', async (errMsg) => {
    await expect(failing({ errMsg })).rejects.toEqual({ kind: 'offline', cause: { errMsg } })
  })

  it('is being offline whenever the phone says so', async () => {
    await expect(failing({ errMsg: 'request:fail' }, { isOnline: () => false })).rejects.toMatchObject({ kind: 'offline' })
  })

  it.each(['request:fail url not in domain list', 'request:fail 不在以下 request 合法域名列表中', 'request:fail invalid url "live"'])('is an address that WeChat refuses: %s', async (errMsg) => {
    await expect(failing({ errMsg })).rejects.toEqual({ kind: 'gateway-not-configured', cause: { errMsg } })
  })

  it.each([{ errMsg: 'request:fail connect ECONNREFUSED' }, undefined, 'request:fail'])('is a gateway that cannot be reached: %j', async (failure) => {
    await expect(failing(failure)).rejects.toEqual({ kind: 'request-failed', httpStatus: 0, cause: failure })
  })

  it('within 10 seconds is a time-out, whatever WeChat does, and the request is called off', async () => {
    const { http, clock } = setUp()
    const asked = http.get('/v1/rooms')
    asked.catch(() => {})
    await clock.advanceByAsync(10_000)
    await expect(asked).rejects.toEqual({ kind: 'request-timeout', timeoutMs: 10_000 })
    expect(abort).toHaveBeenCalledTimes(1)
  })
})

describe('handing something to the gateway', () => {
  async function post(answer: (request: Sent) => void, options: Partial<HttpOptions> = {}) {
    const asked = setUp(options).http.post('/v1/touches', { touches: [1] }, { authorization: 'Bearer t' })
    const [request] = sent
    if (request)
      answer(request)
    return asked
  }

  it('sends JSON and gives the body of the answer', async () => {
    await expect(post(({ success }) => success({ statusCode: 201, data: { accepted: [] } }))).resolves.toEqual({ accepted: [] })
    expect(sent).toMatchObject([{
      url: 'https://live.example.com/v1/touches',
      method: 'POST',
      data: '{"touches":[1]}',
      header: { 'authorization': 'Bearer t', 'content-type': 'application/json' },
      timeout: 10_000,
    }])
  })

  it('sends every time, however alike', () => {
    const { http } = setUp()
    void http.post('/v1/touches', {})
    void http.post('/v1/touches', {})
    expect(sent).toHaveLength(2)
  })

  it('keeps what came with a refusal', async () => {
    const data = { error: { code: 'touches-rejected' }, accepted: ['a'] }
    await expect(post(({ success }) => success({ statusCode: 422, data }))).rejects.toEqual({ kind: 'request-failed', httpStatus: 422, code: 'touches-rejected', answer: data })
  })

  it('fails the way asking fails', async () => {
    await expect(post(({ fail }) => fail({ errMsg: 'request:fail timeout' }))).rejects.toMatchObject({ kind: 'request-timeout' })
    await expect(post(() => {}, { baseUrl: null })).rejects.toEqual({ kind: 'gateway-not-configured' })
  })
})

describe('how long the gateway wants to be left alone', () => {
  it.each([{ 'Retry-After': '30' }, { 'retry-after': 30 }, { 'content-type': 'x', 'RETRY-AFTER': '30' }])('is read from %j', async (header) => {
    await expect(get(({ success }) => success({ statusCode: 429, data: {}, header }))).rejects.toEqual({ kind: 'request-failed', httpStatus: 429, retryAfterMs: 30_000 })
  })

  it.each([undefined, null, {}, { 'retry-after': '' }, { 'retry-after': '-1' }, { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, { 'retry-after': '1e9' }])('is not said by %j', async (header) => {
    await expect(get(({ success }) => success({ statusCode: 503, data: {}, header }))).rejects.toEqual({ kind: 'request-failed', httpStatus: 503 })
  })
})
