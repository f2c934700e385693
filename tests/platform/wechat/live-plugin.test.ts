import type { LivePlugin } from '@/src/domain/live-plugin'
import type { SimulatedWorld } from '@/src/platform/simulated/simulated-world'
import type { LivePluginOptions } from '@/src/platform/wechat/live-plugin'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { noLivePlugin } from '@/src/platform/no-plugin/no-plugin'
import { createSimulatedPlugin } from '@/src/platform/simulated/simulated-plugin'
import { createLivePlugin } from '@/src/platform/wechat/live-plugin'
import { createFakeClock, settlePromises } from '@/tests/support/fake-clock'

const TODAY = { clientVersion: '8.0.54', baseLibraryVersion: '3.7.3' }

function setUp(plugin: unknown, options: Partial<LivePluginOptions> = {}) {
  const clock = createFakeClock()
  const load = vi.fn((): unknown => plugin)
  return { clock, load, livePlugin: createLivePlugin({ load, client: () => TODAY, clock, ...options }) }
}

const answering = (functionName: keyof LivePlugin, answer: unknown) => setUp({ [functionName]: async () => answer }).livePlugin
const rejecting = (functionName: keyof LivePlugin, reason: unknown) => setUp({ [functionName]: async () => Promise.reject(reason) }).livePlugin

describe('what is asked of the plugin', () => {
  it('asks for a room by its number, as the plugin\'s own method', async () => {
    const plugin = { status: 101, async getLiveStatus(options: unknown) {
      return { liveStatus: this.status, options }
    } }
    const getLiveStatus = vi.spyOn(plugin, 'getLiveStatus')
    await expect(setUp(plugin).livePlugin.getLiveStatus(35)).resolves.toBe(101)
    expect(getLiveStatus.mock.calls).toEqual([[{ room_id: 35 }]])
  })

  it('asks for the share parameters without an argument', async () => {
    const getShareParams = vi.fn(async () => ({ room_id: 7 }))
    await setUp({ getShareParams }).livePlugin.getShareParams()
    expect(getShareParams.mock.calls).toEqual([[]])
  })

  it.each([0, -1, 1.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1, '35', [35], null, undefined, {}])('does not ask for room %j', async (roomId) => {
    const { livePlugin, load } = setUp({})
    for (const functionName of ['getLiveStatus', 'getSubscribeStatus', 'getOpenid'] as const)
      await expect(livePlugin[functionName](roomId as number)).rejects.toEqual({ kind: 'invalid-room-id' })
    expect(load).not.toHaveBeenCalled()
  })
})

describe('answers', () => {
  it.each([[101, 101], ['105', 105], [0, 0], ['0', 0], [109, 109]])('reads the status %j', async (liveStatus, code) => {
    await expect(answering('getLiveStatus', { liveStatus }).getLiveStatus(1)).resolves.toBe(code)
  })

  it.each([undefined, null, Number.NaN, '', 'live', '101.5', 101.5, true, [101], {}])('takes the status %j for no answer', async (liveStatus) => {
    await expect(answering('getLiveStatus', { liveStatus }).getLiveStatus(1)).rejects.toEqual({ kind: 'plugin-answer-invalid', functionName: 'getLiveStatus', cause: { liveStatus } })
  })

  it.each([undefined, null, 'ok', 101, []])('takes %j for no answer', async (answer) => {
    for (const functionName of ['getLiveStatus', 'getSubscribeStatus', 'getOpenid', 'getShareParams'] as const) {
      await expect(answering(functionName, answer)[functionName](1)).rejects.toEqual({ kind: 'plugin-answer-invalid', functionName, cause: answer })
    }
  })

  it('reads a subscription, an openid and share parameters', async () => {
    await expect(answering('getSubscribeStatus', { room_id: 7, openid: 'o-1', is_subscribe: true }).getSubscribeStatus(7))
      .resolves
      .toEqual({ roomId: 7, openid: 'o-1', isSubscribed: true })
    await expect(answering('getOpenid', { openid: 'o-1' }).getOpenid(7)).resolves.toBe('o-1')
    await expect(answering('getShareParams', { room_id: 7, openid: 'o-2', share_openid: 'o-1', custom_params: { pid: 3 } }).getShareParams())
      .resolves
      .toEqual({ roomId: 7, openid: 'o-2', shareOpenid: 'o-1', customParams: { pid: 3 } })
  })

  it('takes an empty openid for no answer', async () => {
    await expect(answering('getOpenid', { openid: '' }).getOpenid(7)).rejects.toMatchObject({ kind: 'plugin-answer-invalid' })
  })

  it('survives an answer that cannot be looked at', async () => {
    const hostile = { get liveStatus() {
      throw new Error('hands off')
    } }
    await expect(answering('getLiveStatus', hostile).getLiveStatus(1)).rejects.toMatchObject({ kind: 'plugin-answer-invalid' })
  })
})

describe('refusals', () => {
  it.each([
    ['text', 'system busy', { message: 'system busy' }],
    ['an Error', new Error('system busy'), { message: 'system busy' }],
    ['{ errMsg }', { errMsg: 'getLiveStatus:fail' }, { message: 'getLiveStatus:fail' }],
    ['{ errCode, errMsg }', { errCode: 100002, errMsg: 'operateWXData:fail 100002' }, { message: 'operateWXData:fail 100002', code: 100002 }],
    ['{ code, msg }', { code: '-1', msg: 'system error' }, { message: 'system error', code: -1 }],
    ['{ errcode, errmsg }', { errcode: 40001, errmsg: 'invalid credential' }, { message: 'invalid credential', code: 40001 }],
    ['{ errMsg, errno }', { errMsg: 'fail', errno: 1001 }, { message: 'fail', code: 1001 }],
    ['nothing', undefined, { message: '' }],
    ['an error that looks like ours', { kind: 'offline' }, { message: '' }],
  ])('reads %s', async (_, cause, read) => {
    await expect(rejecting('getLiveStatus', cause).getLiveStatus(1)).rejects.toEqual({ kind: 'plugin-rejected', functionName: 'getLiveStatus', cause, ...read })
  })

  it.each(['只能获取分享卡片入口的参数', '只能从分享卡片进入'])('knows 「%s」 in every wrapping', async (sentence) => {
    for (const cause of [sentence, new Error(sentence), { errMsg: `getShareParams:fail ${sentence}` }, { errCode: -1, errMsg: sentence }])
      await expect(rejecting('getShareParams', cause).getShareParams()).rejects.toEqual({ kind: 'not-a-share-scene', cause })
  })

  it('catches what the plugin throws before it makes a promise', async () => {
    const cause = new TypeError('Cannot read property of undefined')
    const { livePlugin } = setUp({ getOpenid: () => {
      throw cause
    } })
    await expect(livePlugin.getOpenid(1)).rejects.toEqual({ kind: 'plugin-rejected', functionName: 'getOpenid', message: cause.message, cause })
  })
})

describe('time', () => {
  it.each(['getLiveStatus', 'getSubscribeStatus', 'getOpenid', 'getShareParams'] as const)('gives up on %s after 8 seconds', async (functionName) => {
    const { livePlugin, clock } = setUp({ [functionName]: () => new Promise(() => {}) })
    const settled = vi.fn()
    livePlugin[functionName](1).catch(settled)
    await clock.advanceByAsync(7_999)
    expect(settled).not.toHaveBeenCalled()
    await clock.advanceByAsync(1)
    expect(settled.mock.calls).toEqual([[{ kind: 'plugin-timeout', functionName, timeoutMs: 8_000 }]])
  })

  it.each([['an answer', async () => ({ liveStatus: 101 })], ['a refusal', async () => Promise.reject(new Error('no'))]])('leaves no timer behind after %s', async (_, getLiveStatus) => {
    const { livePlugin, clock } = setUp({ getLiveStatus })
    await livePlugin.getLiveStatus(1).catch(() => {})
    expect(clock.pendingTimers()).toBe(0)
  })

  it('drops an answer that comes after the time-out', async () => {
    let answer = (_: unknown) => {}
    const { livePlugin, clock } = setUp({ getLiveStatus: () => new Promise((resolve) => {
      answer = resolve
    }) }, { timeoutMs: 100 })
    const asked = livePlugin.getLiveStatus(1)
    asked.catch(() => {})
    await clock.advanceByAsync(100)
    answer({ liveStatus: 101 })
    await expect(asked).rejects.toMatchObject({ kind: 'plugin-timeout', timeoutMs: 100 })
  })
})

describe('loading the plugin', () => {
  it('does not load before the first call, and then once', async () => {
    const { livePlugin, load } = setUp({ getLiveStatus: async () => ({ liveStatus: 101 }), getOpenid: async () => ({ openid: 'o' }) })
    expect(load).not.toHaveBeenCalled()
    await Promise.all([livePlugin.getLiveStatus(1), livePlugin.getLiveStatus(2), livePlugin.getOpenid(1)])
    await livePlugin.getLiveStatus(3)
    expect(load).toHaveBeenCalledTimes(1)
  })

  it.each([undefined, null, '', 'live-player-plugin', 1, true])('takes %j for no plugin', async (rubbish) => {
    await expect(setUp(rubbish).livePlugin.getLiveStatus(1)).rejects.toEqual({ kind: 'plugin-missing' })
  })

  it('has no plugin where requirePlugin throws, rejects or does not exist', async () => {
    const cause = new Error('plugin is not declared')
    const loads = [
      () => {
        throw cause
      },
      async () => Promise.reject(cause),
    ]
    for (const load of loads) await expect(setUp(null, { load }).livePlugin.getShareParams()).rejects.toEqual({ kind: 'plugin-missing', cause })

    await expect(setUp(null, { load: () => requirePlugin('live-player-plugin') }).livePlugin.getShareParams())
      .rejects
      .toMatchObject({ kind: 'plugin-missing', cause: expect.any(ReferenceError) })
  })

  it('waits for a plugin in a subpackage, and tries again after a failure', async () => {
    const load = vi.fn()
      .mockRejectedValueOnce({ mod: 'live-player-plugin', errMsg: 'loadSubpackage:fail' })
      .mockResolvedValue({ getLiveStatus: async () => ({ liveStatus: 102 }) })
    const { livePlugin } = setUp(null, { load })
    await expect(livePlugin.getLiveStatus(1)).rejects.toMatchObject({ kind: 'plugin-missing', cause: { mod: 'live-player-plugin' } })
    await expect(livePlugin.getLiveStatus(1)).resolves.toBe(102)
    await expect(livePlugin.getLiveStatus(2)).resolves.toBe(102)
    expect(load).toHaveBeenCalledTimes(2)
  })

  it('gives up on a load that hangs, and starts another for the next call', async () => {
    const load = vi.fn().mockReturnValueOnce(new Promise(() => {})).mockResolvedValue({ getLiveStatus: async () => ({ liveStatus: 102 }) })
    const { livePlugin, clock } = setUp(null, { load })
    const first = livePlugin.getLiveStatus(1)
    first.catch(() => {})
    await clock.advanceByAsync(8_000)
    await expect(first).rejects.toMatchObject({ kind: 'plugin-timeout' })
    await expect(livePlugin.getLiveStatus(1)).resolves.toBe(102)
  })

  it('keeps what a load that was given up brings after all', async () => {
    let arrive = (_: unknown) => {}
    const load = vi.fn(() => new Promise((resolve) => {
      arrive = resolve
    }))
    const { livePlugin, clock } = setUp(null, { load })
    livePlugin.getLiveStatus(1).catch(() => {})
    await clock.advanceByAsync(8_000)
    arrive({ getLiveStatus: async () => ({ liveStatus: 101 }) })
    await settlePromises()
    await expect(livePlugin.getLiveStatus(1)).resolves.toBe(101)
    expect(load).toHaveBeenCalledTimes(1)
  })

  it('tells a function that an old version does not have', async () => {
    const { livePlugin } = setUp({ getLiveStatus: async () => ({ liveStatus: 101 }), getOpenid: 'soon' })
    await expect(livePlugin.getLiveStatus(1)).resolves.toBe(101)
    for (const functionName of ['getSubscribeStatus', 'getOpenid', 'getShareParams'] as const)
      await expect(livePlugin[functionName](1)).rejects.toEqual({ kind: 'plugin-function-missing', functionName })
  })

  it('tells a function that must not be touched from no function at all', async () => {
    const { livePlugin } = setUp({ get getOpenid() {
      throw new Error('removed')
    } })
    await expect(livePlugin.getOpenid(1)).rejects.toMatchObject({ kind: 'plugin-function-missing', cause: expect.any(Error) })
  })
})

describe('what there is of the plugin', () => {
  const whole = { getLiveStatus: vi.fn(), getSubscribeStatus: vi.fn(), getOpenid: vi.fn(), getShareParams: vi.fn() }

  it('is told with its version and the functions that it has, none of which is called', async () => {
    await expect(setUp({ ...whole, getPluginVersion: () => '1.3.5' }).livePlugin.inspect()).resolves.toEqual({ version: '1.3.5', functions: Object.keys(whole), error: null })
    await expect(setUp({ getLiveStatus: whole.getLiveStatus, getOpenid: 'soon' }).livePlugin.inspect()).resolves.toEqual({ version: null, functions: ['getLiveStatus'], error: null })
    for (const pluginFunction of Object.values(whole)) expect(pluginFunction).not.toHaveBeenCalled()
  })

  it.each([
    ['throws', () => {
      throw new Error('no')
    }],
    ['promises', () => Promise.resolve('1.3.5')],
    ['gives a number', () => 1.3],
    ['is none', '1.3.5'],
  ])('has no version where the function for it %s', async (_, getPluginVersion) => {
    await expect(setUp({ ...whole, getPluginVersion }).livePlugin.inspect()).resolves.toMatchObject({ version: null, error: null })
  })

  it('leaves out a function that must not be touched', async () => {
    const { livePlugin } = setUp({ getLiveStatus: whole.getLiveStatus, get getOpenid() {
      throw new Error('removed')
    } })
    await expect(livePlugin.inspect()).resolves.toEqual({ version: null, functions: ['getLiveStatus'], error: null })
  })

  it('is an error where there is none, where WeChat is too old, and after 8 seconds of loading', async () => {
    await expect(setUp(null).livePlugin.inspect()).resolves.toEqual({ version: null, functions: [], error: { kind: 'plugin-missing' } })
    await expect(setUp(whole, { client: () => ({ clientVersion: '7.0.6', baseLibraryVersion: '2.8.3' }) }).livePlugin.inspect()).resolves.toMatchObject({ error: { kind: 'client-too-old' } })
    const { livePlugin, clock } = setUp(null, { load: () => new Promise(() => {}) })
    const inspection = livePlugin.inspect()
    await clock.advanceByAsync(8_000)
    await expect(inspection).resolves.toMatchObject({ functions: [], error: { kind: 'plugin-timeout', functionName: 'requirePlugin' } })
    expect(clock.pendingTimers()).toBe(0)
  })

  it('is nothing in the build without the plugin', async () => {
    await expect(noLivePlugin.inspect()).resolves.toEqual({ version: null, functions: [], error: { kind: 'plugin-missing' } })
  })

  it('is whole in the simulator', async () => {
    const plugin = createSimulatedPlugin({} as SimulatedWorld, createFakeClock())
    await expect(setUp(plugin).livePlugin.inspect()).resolves.toMatchObject({ functions: Object.keys(whole), error: null })
  })

  it('is told whatever the plugin is, and without a rejection', async () => {
    await fc.assert(fc.asyncProperty(fc.anything(), async (plugin) => {
      const { version, functions } = await setUp(plugin).livePlugin.inspect()
      expect(version).toBeNull()
      expect(functions).toEqual([])
    }))
  })
})

describe('an old WeChat', () => {
  it.each([
    { clientVersion: '7.0.6', baseLibraryVersion: '2.9.0' },
    { clientVersion: '7.0.7', baseLibraryVersion: '2.8.3' },
    { clientVersion: '6.7.4', baseLibraryVersion: '1.9.6' },
  ])('is told apart before the plugin is loaded: $clientVersion, $baseLibraryVersion', async (versions) => {
    const { livePlugin, load } = setUp({}, { client: () => versions })
    await expect(livePlugin.getLiveStatus(1)).rejects.toEqual({ kind: 'client-too-old', ...versions })
    expect(load).not.toHaveBeenCalled()
  })

  it.each([
    { clientVersion: '7.0.7', baseLibraryVersion: '2.9.0' },
    { clientVersion: '10.0', baseLibraryVersion: '10.0.0' },
    { clientVersion: '', baseLibraryVersion: '' },
    { clientVersion: 'devtools', baseLibraryVersion: 'latest' },
  ])('is not seen in $clientVersion, $baseLibraryVersion', async (versions) => {
    const { livePlugin } = setUp({ getLiveStatus: async () => ({ liveStatus: 101 }) }, { client: () => versions })
    await expect(livePlugin.getLiveStatus(1)).resolves.toBe(101)
  })

  it('is not assumed where the versions cannot be asked for', async () => {
    const { livePlugin } = setUp({ getLiveStatus: async () => ({ liveStatus: 101 }) }, { client: () => {
      throw new Error('getAppBaseInfo:fail')
    } })
    await expect(livePlugin.getLiveStatus(1)).resolves.toBe(101)
  })
})

describe('whatever the plugin does', () => {
  const behaviour = fc.oneof(
    fc.anything().map(value => () => value),
    fc.anything().map(value => async () => value),
    fc.anything().map(value => () => {
      throw value
    }),
    fc.anything().map(value => async () => Promise.reject(value)),
    fc.constant(() => new Promise(() => {})),
    fc.constant(() => ({ then: 'not a promise' })),
    fc.constant(() => ({ get then() {
      throw new Error('nasty')
    } })),
  )
  const module = fc.record({ getLiveStatus: behaviour, getSubscribeStatus: behaviour, getOpenid: behaviour, getShareParams: behaviour }, { requiredKeys: [] })
  const load = fc.oneof(module.map(exports => () => exports), module.map(exports => async () => exports), behaviour)
  const KINDS = ['plugin-missing', 'plugin-function-missing', 'plugin-timeout', 'plugin-rejected', 'plugin-answer-invalid', 'not-a-share-scene', 'invalid-room-id', 'client-too-old']

  it('every call settles, rejects with a LiveError only, and leaves no timer behind', async () => {
    await fc.assert(fc.asyncProperty(load, fc.oneof(fc.constant(7), fc.anything()), fc.anything(), async (load, roomId, client) => {
      const clock = createFakeClock()
      const livePlugin = createLivePlugin({ load, client: () => client as typeof TODAY, clock })
      const outcomes: string[] = []
      for (const functionName of ['getLiveStatus', 'getSubscribeStatus', 'getOpenid', 'getShareParams'] as const) {
        livePlugin[functionName](roomId as number).then(
          () => outcomes.push('answer'),
          error => outcomes.push(error.kind),
        )
      }
      await clock.advanceByAsync(8_000)
      await settlePromises()
      expect(outcomes).toHaveLength(4)
      for (const outcome of outcomes) expect(['answer', ...KINDS]).toContain(outcome)
      expect(clock.pendingTimers()).toBe(0)
    }), { numRuns: 500 })
  })
})
