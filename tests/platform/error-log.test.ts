import { beforeEach, describe, expect, it, vi } from 'vitest'
import { recentErrors } from '@/src/platform/error-log'
import { usePlatform } from '@/src/platform/use-platform'
import { installWechatEdge } from '@/tests/support/wechat-edge'

let edge: ReturnType<typeof installWechatEdge>

beforeEach(() => {
  edge = installWechatEdge(() => ({ statusCode: 503, data: { error: { code: 'wechat-unavailable' } } }))
})

describe('the failures of the ports', () => {
  it('are noted, and reach whoever called as they were', async () => {
    const { liveApi, livePlugin, login, storage } = usePlatform()
    const cause = new Error('busy')
    edge.plugin.getLiveStatus.mockRejectedValue(cause)
    edge.login.mockReturnValue({ errMsg: 'login:fail' })
    vi.stubGlobal('uni', { ...uni, setStorageSync: () => {
      throw new Error('full')
    } })

    await expect(liveApi.getStreams()).rejects.toMatchObject({ kind: 'request-failed', httpStatus: 503 })
    await expect(livePlugin.getLiveStatus(7)).rejects.toEqual({ kind: 'plugin-rejected', functionName: 'getLiveStatus', message: 'busy', cause })
    await expect(login()).rejects.toMatchObject({ kind: 'login-failed' })
    expect(() => storage.set('k', 1)).toThrow(expect.objectContaining({ kind: 'storage-failed' }))

    expect(recentErrors().map(({ where, kind, detail }) => [where, kind, detail])).toEqual([
      ['storage.set', 'storage-failed', 'key=k'],
      ['login', 'login-failed', ''],
      ['livePlugin.getLiveStatus', 'plugin-rejected', 'functionName=getLiveStatus message=busy'],
      ['liveApi.getStreams', 'request-failed', 'httpStatus=503 code=wechat-unavailable'],
    ])
  })

  it('of Channels say why WeChat refuses the account', async () => {
    const { channels } = usePlatform()
    edge.channels.getChannelsLiveInfo.mockRejectedValue({ errCode: 100008, errMsg: 'getChannelsLiveInfo:fail' })

    await expect(channels.getLiveInfo('sphshop')).rejects.toMatchObject({ kind: 'channels-refused', reason: 'account-not-eligible' })

    expect(recentErrors().map(({ where, kind, detail }) => [where, kind, detail])).toEqual([
      ['channels.getLiveInfo', 'channels-refused', 'apiName=getChannelsLiveInfo reason=account-not-eligible code=100008'],
    ])
  })

  it('are forgotten with the platform, and answers pass through', async () => {
    usePlatform()
    expect(recentErrors()).toEqual([])
    await expect(usePlatform().livePlugin.getLiveStatus(7)).resolves.toBe(101)
    expect(recentErrors()).toEqual([])
  })
})
