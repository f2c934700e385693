import type { WechatEdge } from '@/tests/support/wechat-edge'
import { flushPromises } from '@vue/test-utils'
import { getActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import DiagnosticsPage from '@/src/pages/diagnostics/diagnostics.vue'
import { errorHelp, text } from '@/src/pages/diagnostics/text'
import { setPlatform, usePlatform } from '@/src/platform/use-platform'
import { useAttributionStore } from '@/src/stores/attribution'
import { useIdentityStore } from '@/src/stores/identity'
import { useLiveStatusStore } from '@/src/stores/live-status'
import { useOutboxStore } from '@/src/stores/outbox'
import { takeConsole } from '@/tests/setup/fail-on-console'
import { letPass, openPage } from '@/tests/support/mount-page'
import { storesOnAnEmptyPhone } from '@/tests/support/stores'

const OPENID = 'oGATEWAY0123456789abcdefWXYZ'
const PLUGIN_OPENID = 'oPLUGIN00123456789abcdefSTUV'

let edge: WechatEdge

storesOnAnEmptyPhone((installed) => {
  edge = installed
})

beforeEach(() => {
  vi.stubEnv('VITE_GATEWAY_URL', 'https://live.example.com')
})

afterEach(() => {
  vi.unstubAllEnvs()
})

async function openDiagnostics() {
  const page = await openPage(DiagnosticsPage, {}, getActivePinia())
  const rows = () => page.wrapper.findAll('.diag__row').map((row) => {
    const [label, value] = row.findAll('text').map(one => one.element.textContent?.trim() ?? '')
    return { label, value: value ?? '', isBad: row.find('.diag__value--bad').exists() }
  })
  return {
    ...page,
    rows,
    titles: () => page.wrapper.findAll('[aria-role="heading"]').map(title => title.text()),
    /** What is said under a label. */
    said: (label: string) => rows().filter(row => row.label === label).map(({ value }) => value),
    isBad: (label: string) => rows().some(row => row.label === label && row.isBad),
    copy: async () => {
      await page.tap(text.copy)
      return edge.copied[edge.copied.length - 1] ?? ''
    },
  }
}

function signIn(openid: string): void {
  edge.takePost = () => ({ data: { token: 'token-of-me', expiresInSeconds: 7200, openid, shareId: 'share-of-me' } })
}

describe('the diagnostics page', () => {
  it('shows ten parts, each under a heading, in text that can be selected', async () => {
    const page = await openDiagnostics()
    expect(page.titles()).toEqual(text.sections)
    expect(page.wrapper.findAll('.diag__row text').every(one => one.attributes('selectable') !== undefined && one.attributes('user-select') !== undefined)).toBe(true)
    await page.close()
  })

  it('tells the build, and of the gateway no more than its host', async () => {
    setPlatform({ ...usePlatform(), gatewayUrl: 'https://shop:hidden@live.example.com/api' })
    const page = await openDiagnostics()
    expect(page.said('build')).toEqual(['plugin-main'])
    expect(page.said('version')[0]).toBe('0.1.0')
    expect(page.said('gateway')).toEqual(['live.example.com'])
    expect(page.said('mode')).toEqual(['test'])
    expect(await page.copy()).not.toContain('hidden')
    await page.close()
  })

  it('tells a build without a gateway', async () => {
    setPlatform({ ...usePlatform(), gatewayUrl: null })
    const page = await openDiagnostics()
    expect(page.said('gateway')).toEqual([text.none])
    expect(page.isBad('gateway')).toBe(true)
    await page.close()
  })

  it('copies exactly what it shows, and says so', async () => {
    const page = await openDiagnostics()
    const copied = await page.copy()
    for (const { label, value } of page.rows()) expect(copied).toContain(`${label}: ${value}`)
    expect(copied.split('\n').filter(line => line.startsWith('# '))).toEqual(text.sections.map(title => `# ${title}`))
    expect(edge.toasts).toEqual([text.copied])
    await page.close()
  })

  it('says when it could not be copied', async () => {
    vi.stubGlobal('uni', { ...uni, setClipboardData: ({ fail }: { fail: () => void }) => fail() })
    const page = await openDiagnostics()
    await page.tap(text.copy)
    expect(edge.toasts).toEqual([text.copyFailed])
    await page.close()
  })
})

describe('the live plugin', () => {
  it('is told with its version and what it lacks, and none of its functions is called', async () => {
    Object.assign(edge.plugin, { getPluginVersion: () => '1.3.5', getShareParams: undefined })
    const page = await openDiagnostics()
    expect(page.said('version')).toEqual(['0.1.0', '1.3.5'])
    expect(page.said('getLiveStatus')).toEqual([text.yes])
    expect(page.said('getShareParams')).toEqual([text.missing])
    expect(page.isBad('getShareParams')).toBe(true)
    for (const pluginFunction of [edge.plugin.getLiveStatus, edge.plugin.getOpenid, edge.plugin.getSubscribeStatus]) expect(pluginFunction).not.toHaveBeenCalled()
    await page.close()
  })

  it('is told to be missing, with why and what to do, until a refresh finds it', async () => {
    const { plugin } = edge
    vi.stubGlobal('requirePlugin', () => {
      throw new Error('not declared')
    })
    const page = await openDiagnostics()
    const [why, fix] = errorHelp['plugin-missing']
    expect(page.said('plugin')[0]).toContain('plugin-missing')
    expect(page.said('plugin')[0]).toContain(`原因：${why}\n处理：${fix}`)
    vi.stubGlobal('requirePlugin', () => plugin)
    await page.tap(text.refresh)
    expect(page.said('plugin')).toEqual([text.yes])
    await page.close()
  })

  it('that hangs leaves the rest of the page as it is, and is told after a while', async () => {
    vi.stubGlobal('requirePlugin', () => new Promise(() => {}))
    const page = await openDiagnostics()
    expect(page.said('plugin')).toEqual([text.asking])
    expect(page.said('storage')).toEqual([text.fine])
    await letPass(8_000)
    expect(page.said('plugin')[0]).toContain('plugin-timeout functionName=requirePlugin timeoutMs=8000')
    await page.close()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('an old WeChat', () => {
  it('is held against what each feature needs', async () => {
    edge.versions = { version: '8.0.3', SDKVersion: '2.16.0' }
    const page = await openDiagnostics()
    expect(page.said('WeChat')).toEqual(['8.0.3'])
    expect(page.said('base library')).toEqual(['2.16.0'])
    expect(page.said('channels-live')).toEqual([`≥ 2.15.0 ${text.fine}`])
    expect(page.said('channels-notice')).toEqual([`≥ 2.19.0 ${text.tooOld}`])
    expect(page.isBad('channels-live')).toBe(false)
    expect(page.isBad('channels-notice')).toBe(true)
    await page.close()
  })

  it('that has none of the interfaces still gets a page', async () => {
    edge.versions = { version: '6.7.4', SDKVersion: '1.9.6' }
    vi.stubGlobal('wx', {})
    vi.stubGlobal('uni', { ...uni, getAppBaseInfo: undefined, getLaunchOptionsSync: undefined, getEnterOptionsSync: undefined })
    const page = await openDiagnostics()
    expect(page.said('WeChat')).toEqual([text.unknown])
    expect(page.said('version')[0]).toBe(text.unknown)
    expect(page.said('launch')).toEqual([text.unreadable])
    expect(page.said('enter')).toEqual([text.unreadable])
    await page.close()
  })
})

describe('the visitor', () => {
  it('is told by both ends of the openids, and a mismatch with why and what to do', async () => {
    signIn(OPENID)
    edge.plugin.getOpenid.mockResolvedValue({ openid: PLUGIN_OPENID })
    const page = await openDiagnostics()
    const identity = useIdentityStore()
    await identity.identify()
    await letPass(3_000)
    expect(page.said('openid')).toEqual(['oGAT…WXYZ'])
    expect(page.said('openid = pluginOpenid')).toEqual([text.cannotCompare])

    await identity.learnOpenid(7)
    await letPass(3_000)
    expect(takeConsole('warn')).toHaveLength(1)
    expect(page.said('pluginOpenid')).toEqual(['oPLU…STUV'])
    expect(page.said('openid = pluginOpenid')[0]).toContain('原因：网关的 WECHAT_APP_ID 不是本小程序')
    expect(page.isBad('openid = pluginOpenid')).toBe(true)
    await page.close()
  })

  it('that has no session is told why', async () => {
    edge.login.mockReturnValue({ errMsg: 'login:fail' })
    await useIdentityStore().identify()
    const page = await openDiagnostics()
    expect(page.rows().find(({ label, value }) => label === 'error' && value.includes('login-failed'))?.isBad).toBe(true)
    await page.close()
  })

  it('is told the ways in with the scene, and of long parameters their ends only', async () => {
    edge.waysIn = { launch: { path: 'src/live/room/room', query: { room_id: '11', custom_params: '%7B%22from%22%3A%22home%22%7D' }, scene: 1007 }, enter: { path: 'src/pages/goods/goods', query: { goods_id: '7' }, scene: 1089 } }
    const page = await openDiagnostics()
    expect(page.said('launch')).toEqual([`src/live/room/room\nroom_id=11\ncustom_params=%7B%…2%7D\nscene 1007 ${text.shareScene}`])
    expect(page.said('enter')).toEqual(['src/pages/goods/goods\ngoods_id=7\nscene 1089'])
    await page.close()
  })

  it('is told the last five visits, the newest first, with the sharer masked', async () => {
    const attribution = useAttributionStore()
    for (let roomId = 1; roomId <= 7; roomId++)
      attribution.visitGoods({ roomId, goodsId: 7, customParams: {}, openid: OPENID, shareOpenid: PLUGIN_OPENID })
    const page = await openDiagnostics()
    expect(page.said('touches')).toEqual(['7'])
    expect(page.said('goods-page')).toHaveLength(5)
    expect(page.said('goods-page')[0]).toBe('11-23 19:30:00\nroom 7, scene 0\nby oPLU…STUV')
    expect(page.said('waitingCount')).toEqual(['7'])
    await page.close()
  })
})

describe('what goes on', () => {
  it('is told of the poller, and read again every few seconds', async () => {
    const liveStatus = useLiveStatusStore()
    const page = await openDiagnostics()
    expect(page.said('followedRooms')).toEqual(['0'])
    const release = liveStatus.follow(11)
    await letPass(3_000)
    expect(page.said('followedRooms')).toEqual(['1'])
    expect(page.said('calls')).toEqual(['1'])
    expect(page.said('nextCheckAtMs')[0]).toMatch(/^6\d 秒后$/)
    release()
    await page.close()
  })

  it('is told of the outbox, with why nothing gets through', async () => {
    edge.takePost = () => 'offline'
    useOutboxStore().resume()
    useAttributionStore().visitGoods({ roomId: 1, goodsId: 7, customParams: {}, openid: '', shareOpenid: '' })
    await letPass(6_000)
    const page = await openDiagnostics()
    expect(page.said('waitingCount')).toEqual(['1'])
    expect(page.said('lastError')[0]).toContain('offline')
    expect(page.said('nextAttemptAtMs')[0]).toMatch(/秒后$/)
    useOutboxStore().pause()
    await page.close()
  })

  it('is told of a storage that works, and nothing is left in it', async () => {
    const page = await openDiagnostics()
    expect(page.said('storage')).toEqual([text.fine])
    expect([...edge.storage.keys()].filter(key => key.includes('probe'))).toEqual([])
    await page.close()
  })

  it('is told of visits that nobody could attribute, and they stand out', async () => {
    const attribution = useAttributionStore()
    const page = await openDiagnostics()
    expect(page.isBad('missedCount')).toBe(false)
    attribution.missedCount = 2
    await letPass(3_000)
    expect(page.said('missedCount')).toEqual(['2'])
    expect(page.isBad('missedCount')).toBe(true)
    await page.close()
  })

  it('is told of a storage that is full, and among the last failures', async () => {
    vi.stubGlobal('uni', { ...uni, setStorageSync: () => {
      throw new Error('full')
    } })
    const page = await openDiagnostics()
    expect(page.said('storageError')[0]).toContain('storage-failed key=diagnostics.probe')
    expect(page.said('storage-failed')[0]).toBe(`11-23 19:30:00 storage.set ×1\nkey=diagnostics.probe${text.help(errorHelp['storage-failed'])}`)
    await letPass(30_000)
    expect(page.said('storage-failed')[0]).toContain('×1')
    await page.close()
  })

  it('sets no timer while the page is out of sight, and leaves none behind', async () => {
    const page = await openDiagnostics()
    expect(vi.getTimerCount()).toBe(1)
    await page.call('onHide')
    expect(vi.getTimerCount()).toBe(0)
    await page.call('onShow')
    expect(vi.getTimerCount()).toBe(1)
    await page.close()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('hostile states', () => {
  it('cost the part that cannot be read, and no other', async () => {
    setPlatform({ ...usePlatform(), client: () => {
      throw new Error('no versions')
    }, storage: { get: () => {
      throw new Error('no storage')
    }, set: () => {}, remove: () => {} } })
    const page = await openDiagnostics()
    expect(page.titles()).toEqual(text.sections)
    expect(page.said('—')).toEqual(expect.arrayContaining([text.unreadable]))
    expect(page.said('build')).toEqual(['plugin-main'])
    expect(page.said('plugin')).toHaveLength(1)
    await page.close()
  })

  it('never bring a secret into what is shown or copied', async () => {
    const secrets = { token: 'tok3n-Zk3vQ9xT1bN7mR5wY2pL8sD4fG6hJ0cA', login: '0a3SECRETcode4loginZZ11yyXXww22', param: 'SECRETparam', answer: 'SECRETanswer', cause: 'SECRETcause' }
    edge.login.mockReturnValue({ code: secrets.login })
    edge.takePost = ({ path }) => path === '/v1/sessions'
      ? { data: { token: secrets.token, expiresInSeconds: 7200, openid: OPENID, shareId: 'share-of-me' } }
      : { statusCode: 503, data: { error: { code: secrets.token, message: secrets.answer }, token: secrets.token } }
    edge.gateway = () => ({ data: secrets.answer })
    const way = { path: `src/pages/rooms/rooms?key=${secrets.param}`, query: { token: `${secrets.param}-and-more`, [secrets.token]: '1', openid: OPENID }, scene: 1007, shareTicket: secrets.param }
    edge.waysIn = { launch: way, enter: way }
    edge.plugin.getOpenid.mockRejectedValue({ errMsg: `getOpenid:fail https://x.example/?t=${secrets.param} ${secrets.token}`, cause: secrets.cause })
    edge.plugin.getLiveStatus.mockResolvedValue({ liveStatus: secrets.answer })

    useOutboxStore().resume()
    const attribution = useAttributionStore()
    attribution.visitGoods({ roomId: 1, goodsId: 7, customParams: { secret: secrets.param }, openid: OPENID, shareOpenid: PLUGIN_OPENID })
    const { livePlugin, liveApi, roomEntrance } = usePlatform()
    edge.navigationFailure = secrets.cause
    await Promise.all([livePlugin.getOpenid(1), livePlugin.getLiveStatus(1), liveApi.getStreams(), roomEntrance.open({ roomId: 1, customParams: { secret: secrets.param } })].map(call => call.catch(() => {})))
    await letPass(10_000)

    const page = await openDiagnostics()
    const copied = await page.copy()
    const shown = page.wrapper.html()
    for (const secret of [...Object.values(secrets), OPENID, PLUGIN_OPENID]) {
      expect(copied).not.toContain(secret)
      expect(shown).not.toContain(secret)
    }
    for (const kind of ['plugin-rejected', 'plugin-answer-invalid', 'response-invalid', 'navigation-failed', 'request-failed']) expect(copied).toContain(kind)
    useOutboxStore().pause()
    await flushPromises()
    await page.close()
  })
})
