import type { installWechatEdge } from '@/tests/support/wechat-edge'
import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { useIdentityStore } from '@/src/stores/identity'
import { takeConsole } from '@/tests/setup/fail-on-console'
import { letPass } from '@/tests/support/mount-page'
import { restartApp, storesOnAnEmptyPhone } from '@/tests/support/stores'
import { takePost } from '@/tests/support/wechat-edge'

let edge: ReturnType<typeof installWechatEdge>

function restart() {
  restartApp()
  return useIdentityStore()
}

storesOnAnEmptyPhone(next => void (edge = next))

describe('who the visitor is', () => {
  it('is not asked before somebody wants to know', async () => {
    const identity = useIdentityStore()
    await letPass(60_000)
    expect([identity.openid, identity.shareId, identity.pluginOpenid]).toEqual([null, null, null])
    expect(edge.login).not.toHaveBeenCalled()
  })

  it('is known from the gateway after one login, however often it is asked', async () => {
    const identity = useIdentityStore()
    await Promise.all([identity.identify(), identity.identify()])
    await identity.identify()
    expect(identity).toMatchObject({ openid: 'me', shareId: 'share-of-me', error: null })
    expect(edge.posts).toEqual([{ path: '/v1/sessions', body: { code: 'code-1' }, header: { 'content-type': 'application/json' } }])
  })

  it('may have to wait for the network', async () => {
    const identity = useIdentityStore()
    edge.setOnline(false)
    edge.takePost = () => 'offline'
    await identity.identify()
    await letPass(5000)
    await identity.identify()
    expect(identity).toMatchObject({ openid: null, error: { kind: 'offline' } })
    expect(edge.login).toHaveBeenCalledTimes(2)
    edge.takePost = takePost
    await letPass(5000)
    edge.setOnline(true)
    await flushPromises()
    expect(identity).toMatchObject({ openid: 'me', error: null })
  })

  it('is not asked again when the session is over', async () => {
    const identity = useIdentityStore()
    await identity.identify()
    await letPass(3 * 60 * 60_000)
    await identity.identify()
    expect(edge.login).toHaveBeenCalledTimes(1)
  })

  it('is not asked when the network comes back and nobody wants to know', async () => {
    useIdentityStore()
    edge.setOnline(false)
    edge.setOnline(true)
    await flushPromises()
    expect(edge.login).not.toHaveBeenCalled()
  })

  it('may be what WeChat does not tell', async () => {
    const identity = useIdentityStore()
    edge.login.mockReturnValue({ errMsg: 'login:fail' })
    await identity.identify()
    expect(identity).toMatchObject({ openid: null, error: { kind: 'login-failed' } })
    expect(edge.posts).toEqual([])
  })
})

describe('the name on this visitor\'s cards', () => {
  it('is there at once at the next start', async () => {
    await useIdentityStore().identify()
    expect(restart()).toMatchObject({ shareId: 'share-of-me', openid: null })
  })

  it('is the newest that the gateway gave', async () => {
    await useIdentityStore().identify()
    const identity = restart()
    edge.takePost = () => ({ data: { token: 't', expiresInSeconds: 60, openid: 'me', shareId: 'another' } })
    await identity.identify()
    expect([identity.shareId, restart().shareId]).toEqual(['another', 'another'])
  })

  it.each([5, null, '', {}])('is not %j, whatever storage says', (stored) => {
    edge.storage.set('weixin-live.1.identity.share-id', `json:${JSON.stringify(stored)}`)
    expect(useIdentityStore().shareId).toBeNull()
  })

  it('needs no room on the phone', async () => {
    vi.stubGlobal('uni', { ...uni, setStorageSync: () => {
      throw new Error('full')
    } })
    const identity = useIdentityStore()
    await identity.identify()
    expect(identity.shareId).toBe('share-of-me')
  })
})

describe('the visitor as the plugin knows them', () => {
  it('is asked for in a room, once', async () => {
    const identity = useIdentityStore()
    await Promise.all([identity.learnOpenid(11), identity.learnOpenid(11)])
    await identity.learnOpenid(12)
    expect(identity.pluginOpenid).toBe('me')
    expect(edge.plugin.getOpenid.mock.calls).toEqual([[{ room_id: 11 }]])
  })

  it('is asked for again after a failure', async () => {
    const identity = useIdentityStore()
    edge.plugin.getOpenid.mockRejectedValueOnce({ errMsg: 'fail' })
    await identity.learnOpenid(11)
    expect(identity.pluginOpenid).toBeNull()
    await identity.learnOpenid(11)
    expect(identity.pluginOpenid).toBe('me')
  })

  it.each([['me', false], ['somebody else', true]])('who is %s, while the gateway says me: a mismatch is %s', async (openid, hasMismatch) => {
    const identity = useIdentityStore()
    edge.plugin.getOpenid.mockResolvedValue({ openid })
    await identity.learnOpenid(11)
    expect(identity.hasOpenidMismatch).toBe(false)
    await identity.identify()
    expect(identity.hasOpenidMismatch).toBe(hasMismatch)
    const warnings = takeConsole('warn')
    expect(warnings).toEqual(hasMismatch ? [expect.stringContaining('different openids')] : [])
    expect(warnings.join('')).not.toContain(openid)
  })
})
