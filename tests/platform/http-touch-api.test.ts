import type { LiveError } from '@/src/domain/live-error'
import type { Touch } from '@/src/domain/touch'
import { Value } from '@sinclair/typebox/value'
import { describe, expect, it, vi } from 'vitest'
import { touchBatchSchema, touchSchema } from '@/server/contract/touches'
import { createHttpTouchApi } from '@/src/platform/http-touch-api'
import { aTouch } from '@/tests/domain/support/a-touch'

const SESSION = { token: 'token-of-me', expiresInSeconds: 7200, openid: 'me', shareId: 'share-of-me' }

function setUp(answer: () => Promise<unknown>) {
  const post = vi.fn((_path: string, _body: object, _headers?: Readonly<Record<string, string>>) => answer())
  return { post, api: createHttpTouchApi({ post }) }
}

function refusing(error: LiveError) {
  return setUp(async () => Promise.reject(error))
}

describe('a session', () => {
  it('is traded for a login code', async () => {
    const { api, post } = setUp(async () => SESSION)
    await expect(api.createSession('code')).resolves.toEqual({ token: 'token-of-me', lifetimeMs: 7_200_000, openid: 'me', shareId: 'share-of-me' })
    expect(post.mock.calls).toEqual([['/v1/sessions', { code: 'code' }]])
  })

  it('that came by halves leaves no token in the error', async () => {
    const failure: unknown = await setUp(async () => ({ ...SESSION, shareId: undefined })).api.createSession('code').catch((thrown: unknown) => thrown)
    expect(failure).toEqual({ kind: 'response-invalid' })
  })

  it('may be refused, and the error repeats nothing that came with it', async () => {
    const error: LiveError = { kind: 'request-failed', httpStatus: 401, code: 'login-code-used' }
    await expect(refusing({ ...error, answer: { error: { message: 'code' } } }).api.createSession('code')).rejects.toEqual(error)
  })
})

describe('touches', () => {
  const batch = { sentAtMs: 5, touches: [aTouch('a', { openid: 'secret-visitor' }), aTouch('b', { roomId: null, goodsId: 7, via: 'own-link', shareId: 'friend' })] }
  const partly = { error: { code: 'touches-rejected', message: '' }, accepted: ['a'], rejected: [{ index: 1, id: 'b', code: 'room-not-known-yet', message: '', isFinal: false }] }

  it('go out in the session\'s name, and with exactly what the gateway wants', async () => {
    const { api, post } = setUp(async () => ({ accepted: ['a', 'b'] }))
    await expect(api.sendTouches('token-of-me', batch)).resolves.toEqual({ acceptedIds: ['a', 'b'], refused: [] })
    const [path, body, headers] = post.mock.calls[0] ?? []
    expect([path, headers]).toEqual(['/v1/touches', { authorization: 'Bearer token-of-me' }])
    const sent: unknown = JSON.parse(JSON.stringify(body))
    expect(Value.Check(touchBatchSchema, sent)).toBe(true)
    const { touches } = sent as { touches: Touch[] }
    for (const touch of touches) expect(Object.keys(touch).sort()).toEqual(Object.keys(touchSchema.properties).sort())
    expect(touches.map(touch => touch.id)).toEqual(['a', 'b'])
  })

  it('take nothing along that the phone keeps for itself', async () => {
    const { api, post } = setUp(async () => ({ accepted: [] }))
    const touch = { ...aTouch('a', { openid: 'secret-visitor' }), phone: 'secret-number' }
    await api.sendTouches('token', { sentAtMs: 5, touches: [touch] })
    expect(JSON.stringify(post.mock.calls[0]?.[1])).not.toContain('secret')
  })

  it('may be taken in part', async () => {
    const { api } = refusing({ kind: 'request-failed', httpStatus: 422, code: 'touches-rejected', answer: partly })
    await expect(api.sendTouches('token', batch)).resolves.toEqual({ acceptedIds: ['a'], refused: [{ index: 1, code: 'room-not-known-yet', isFinal: false }] })
  })

  it.each([{}, { ...partly, rejected: [{ index: 2, code: 'x', isFinal: true }] }])('are neither taken nor refused by %j', async (answer) => {
    await expect(refusing({ kind: 'request-failed', httpStatus: 422, code: 'touches-rejected', answer }).api.sendTouches('token', batch)).rejects.toEqual({ kind: 'response-invalid' })
  })

  it.each([null, {}, { accepted: 2 }, '<html>'])('are not taken by an answer that is %j', async (answer) => {
    await expect(setUp(async () => answer).api.sendTouches('token', batch)).rejects.toEqual({ kind: 'response-invalid' })
  })

  it.each<LiveError>([{ kind: 'offline' }, { kind: 'request-failed', httpStatus: 401, code: 'session-expired' }, { kind: 'request-failed', httpStatus: 422 }, { kind: 'request-failed', httpStatus: 422, code: 'touches-rejected' }])('pass failures on, but for what came with them: %j', async (error) => {
    await expect(refusing(error.kind === 'request-failed' ? { ...error, answer: 'Bearer token' } : error).api.sendTouches('token', batch)).rejects.toEqual(error)
  })
})
