import type { GatewayAnswer, installWechatEdge, Post } from '@/tests/support/wechat-edge'
import { flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { describe, expect, it, vi } from 'vitest'
import { useIdentityStore } from '@/src/stores/identity'
import { useOutboxStore } from '@/src/stores/outbox'
import { aTouch } from '@/tests/domain/support/a-touch'
import { letPass } from '@/tests/support/mount-page'
import { restartApp, storesOnAnEmptyPhone } from '@/tests/support/stores'
import { takePost } from '@/tests/support/wechat-edge'

const MINUTE = 60_000

let edge: ReturnType<typeof installWechatEdge>

function restart() {
  restartApp()
  return useOutboxStore()
}

/** The gateway answers batches like this, and logins as ever. */
function answerBatches(answer: (post: Post) => GatewayAnswer): void {
  edge.takePost = post => post.path === '/v1/touches' ? answer(post) : takePost(post)
}

function batches(): readonly Post[] {
  return edge.posts.filter(({ path }) => path === '/v1/touches')
}

storesOnAnEmptyPhone(next => void (edge = next))

describe('the outbox of the app', () => {
  it('hands a touch over in the visitor\'s name', async () => {
    const outbox = useOutboxStore()
    outbox.resume()
    outbox.add(aTouch('a', { atMs: 5 }))
    expect(outbox).toMatchObject({ waitingCount: 1, nextAttemptAtMs: Date.now() + 2000, isSending: false })
    await letPass(2000)
    expect(batches()).toEqual([{
      path: '/v1/touches',
      body: {
        sentAtMs: Date.now(),
        touches: [{ id: 'a', via: 'share-card', roomId: 11, goodsId: null, shareOpenid: 'friend', shareId: '', customParams: { pid: 'a' }, scene: 1007, atMs: 5 }],
      },
      header: { 'authorization': 'Bearer token-of-me', 'content-type': 'application/json' },
    }])
    expect(outbox).toMatchObject({ waitingCount: 0, nextAttemptAtMs: null, isSending: false, lastError: null, refusedCount: 0, droppedCount: 0 })
  })

  it('asks who the visitor is when the app is shown, though there is nothing to send', async () => {
    useOutboxStore().resume()
    await flushPromises()
    expect(edge.posts.map(({ path }) => path)).toEqual(['/v1/sessions'])
    expect(useIdentityStore().shareId).toBe('share-of-me')
  })

  it('asks who the visitor is when the app is shown, once for everybody', async () => {
    const outbox = useOutboxStore()
    outbox.add(aTouch('a'))
    expect(edge.login).not.toHaveBeenCalled()
    outbox.resume()
    await flushPromises()
    outbox.pause()
    outbox.resume()
    await flushPromises()
    expect(edge.login).toHaveBeenCalledTimes(1)
    expect(useIdentityStore()).toMatchObject({ openid: 'me', shareId: 'share-of-me' })
    expect(batches()).toHaveLength(1)
  })

  it('says what the gateway did not take', async () => {
    answerBatches(() => ({ statusCode: 422, data: { error: { code: 'touches-rejected', message: '' }, accepted: ['a'], rejected: [{ index: 1, id: 'b', code: 'touch-too-old', message: '', isFinal: true }] } }))
    const outbox = useOutboxStore()
    outbox.resume()
    outbox.add(aTouch('a'))
    outbox.add(aTouch('b'))
    await letPass(MINUTE)
    expect(outbox).toMatchObject({ waitingCount: 0, refusedCount: 1, lastLost: { id: 'b', reason: 'touch-too-old' } })
    expect(batches()).toHaveLength(1)
  })

  it('survives a gateway that is down, and a restart', async () => {
    answerBatches(() => ({ statusCode: 500, data: { error: { code: 'internal', message: '' } } }))
    const outbox = useOutboxStore()
    outbox.resume()
    outbox.add(aTouch('a'))
    await letPass(10 * MINUTE)
    expect(outbox).toMatchObject({ waitingCount: 1, lastError: { kind: 'request-failed', httpStatus: 500, code: 'internal' } })
    outbox.pause()
    edge.takePost = takePost
    const again = restart()
    expect(again.waitingCount).toBe(1)
    again.resume()
    await flushPromises()
    expect(again.waitingCount).toBe(0)
  })

  it('does as it is told by a busy gateway', async () => {
    answerBatches(() => ({ statusCode: 429, data: { error: { code: 'rate-limited', message: '' } }, header: { 'Retry-After': '120' } }))
    const outbox = useOutboxStore()
    outbox.resume()
    outbox.add(aTouch('a'))
    await letPass(2000)
    expect(outbox.nextAttemptAtMs).toBe(Date.now() + 2 * MINUTE)
    await letPass(2 * MINUTE - 1)
    expect(batches()).toHaveLength(1)
  })

  it('goes on when the network is back', async () => {
    answerBatches(() => 'offline')
    const outbox = useOutboxStore()
    outbox.resume()
    outbox.add(aTouch('a'))
    edge.setOnline(false)
    await letPass(20_000)
    edge.takePost = takePost
    edge.setOnline(true)
    await flushPromises()
    expect(outbox.waitingCount).toBe(0)
  })

  it('is quiet while the app is hidden', async () => {
    const outbox = useOutboxStore()
    outbox.resume()
    outbox.add(aTouch('a'))
    outbox.pause()
    await letPass(60 * MINUTE)
    expect(batches()).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('what must not be found', () => {
  const secrets = /token-of-me|token-of-nobody|code-\d/

  it('is a token or a login code in storage, in the state of a store, or in a log', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {})
    let isExpired = false
    answerBatches(post => isExpired ? { statusCode: 401, data: { error: { code: 'session-expired', message: post.header.authorization } } } : takePost(post))
    const pinia = createPinia()
    setActivePinia(pinia)
    const outbox = useOutboxStore()
    outbox.resume()
    outbox.add(aTouch('a', { openid: 'me' }))
    await letPass(MINUTE)
    isExpired = true
    outbox.add(aTouch('b', { openid: 'me' }))
    await letPass(MINUTE)
    expect(outbox).toMatchObject({ waitingCount: 1, lastError: { httpStatus: 401 } })
    expect(JSON.stringify(outbox.lastError)).not.toMatch(secrets)
    edge.takePost = () => ({ data: { token: 'token-of-nobody', expiresInSeconds: 7200 } })
    await letPass(20 * MINUTE)
    expect(outbox).toMatchObject({ waitingCount: 1, lastError: { kind: 'response-invalid' } })
    expect(JSON.stringify([...edge.storage])).not.toMatch(secrets)
    expect(edge.storage.size).toBeGreaterThan(1)
    const { lastError, lastLost } = outbox
    expect(JSON.stringify([pinia.state.value, lastError, lastLost, useIdentityStore().error])).not.toMatch(secrets)
    expect(log).not.toHaveBeenCalled()
  })

  it('is the visitor\'s openid in what is sent', async () => {
    const outbox = useOutboxStore()
    outbox.resume()
    outbox.add(aTouch('a', { openid: 'openid-of-me' }))
    await letPass(MINUTE)
    expect(batches()).toHaveLength(1)
    expect(JSON.stringify(edge.posts)).not.toContain('openid-of-me')
  })
})
