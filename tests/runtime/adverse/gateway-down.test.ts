import type { NetworkFault } from '../host/network'
import type { Phone } from '../host/phone'
import type { StoredItems } from '../host/storage'
import type { WeChat } from '../host/wechat'
import type { LiveErrorKind } from '@/src/domain/live-error'
import { describe, expect, it } from 'vitest'
import { errorText, text } from '@/src/text'
import { WECHAT_BUILDS } from '@/tests/build/support/built'
import { useShop } from '../support/shop'

const DAY_MS = 24 * 60 * 60_000

const FAULTS: readonly (readonly [string, NetworkFault, LiveErrorKind])[] = [
  ['cannot be reached', 'offline', 'request-failed'],
  ['never answers', 'hang', 'request-timeout'],
  ['answers HTML', { statusCode: 200, body: '<html>login</html>' }, 'response-invalid'],
  ['answers 500', { statusCode: 500, body: '{"error":"broken"}' }, 'request-failed'],
  ['answers half a body', { statusCode: 200, body: '{"rooms":[{"id":1' }, 'response-invalid'],
]

const WAYS_BACK: readonly (readonly [string, (phone: Phone) => Promise<void>])[] = [
  ['pulls the list down', phone => phone.pullDown()],
  ['leaves and comes back', async (phone) => {
    await phone.hide()
    await phone.show()
  }],
  ['comes out of a tunnel', async (phone) => {
    phone.network.setOnline(false)
    phone.network.setOnline(true)
    await phone.settle()
  }],
]

const broken = (fault: NetworkFault) => ({ network }: WeChat): void => void (network.fault = () => fault)

describe.each(WECHAT_BUILDS)('a gateway that is down when the %s build starts', (build) => {
  const shop = useShop()
  let kept: StoredItems | null = null

  async function keptByLastStart(): Promise<StoredItems> {
    kept ??= (await shop.open(build)).storage.items
    return new Map(kept)
  }

  it.each(FAULTS)('and %s: says so, and shows the list after a retry', async (_, fault, kind) => {
    const phone = await shop.open(build, { prepare: broken(fault) })
    await phone.advanceBy(11_000)
    expect(phone.findAll('.rooms__item')).toHaveLength(0)
    expect([phone.text('.empty__title'), phone.text('.empty__advice')]).toEqual([errorText[kind].title, errorText[kind].advice])

    phone.network.fault = () => null
    await phone.tapText(text.action.retry)
    expect(phone.findAll('.rooms__item')).toHaveLength(20)
    expect(phone.find('.empty')).toBeNull()
  })

  it.each(FAULTS.slice(0, 2))('and %s: shows the list of the last start, and how old it is', async (_, fault) => {
    const phone = await shop.open(build, { storedItems: await keptByLastStart(), startsAtMs: Date.now() + DAY_MS, prepare: broken(fault) })
    await phone.advanceBy(11_000)
    expect(phone.findAll('.rooms__item')).toHaveLength(20)
    expect(phone.text('.notice__message')).toMatch(/^正在显示 昨天 \d{1,2}:\d\d 保存的内容$/)

    phone.network.fault = () => null
    await phone.tapText(text.action.retry)
    expect(phone.find('.notice__message')).toBeNull()
  })

  it('because the phone has no network: says so, and shows the list as soon as it has', async () => {
    const phone = await shop.open(build, { prepare: ({ network }) => network.setOnline(false) })
    expect([phone.text('.empty__title'), phone.text('.empty__advice')]).toEqual([errorText.offline.title, errorText.offline.advice])

    phone.network.setOnline(true)
    await phone.settle()
    expect(phone.findAll('.rooms__item')).toHaveLength(20)
  })

  it.each(WAYS_BACK)('shows the list without a tap once it is up, when the user %s', async (_, come) => {
    const phone = await shop.open(build, { prepare: broken({ statusCode: 502, body: '' }) })
    expect(phone.text('.empty__title')).toBe(errorText['request-failed'].title)
    await come(phone)
    expect(phone.text('.empty__title')).toBe(errorText['request-failed'].title)

    phone.network.fault = () => null
    await come(phone)
    expect(phone.findAll('.rooms__item')).toHaveLength(20)
    expect(phone.find('.empty')).toBeNull()
  })

  it.each(WAYS_BACK)('renews the list of the last start without a tap once it is up, when the user %s', async (_, come) => {
    const phone = await shop.open(build, { storedItems: await keptByLastStart(), prepare: broken({ statusCode: 502, body: '' }) })
    expect(phone.text('.notice__message')).toMatch(/^正在显示 今天 \d{1,2}:\d\d 保存的内容$/)
    await come(phone)
    expect(phone.text('.notice__message')).toMatch(/^正在显示 今天 \d{1,2}:\d\d 保存的内容$/)

    phone.network.fault = () => null
    await come(phone)
    expect(phone.find('.notice__message')).toBeNull()
  })
})

describe.each(WECHAT_BUILDS)('a gateway that goes down while the %s build runs', (build) => {
  const shop = useShop()

  it('leaves the list where it is, says that it could not be renewed, and is asked again by a pull', async () => {
    const phone = await shop.open(build)
    phone.network.fault = () => ({ statusCode: 500, body: '' })
    await phone.pullDown()
    expect(phone.findAll('.rooms__item')).toHaveLength(20)
    expect(phone.text('.notice__message')).toBe(text.notice.refreshFailed)

    phone.network.fault = () => null
    await phone.pullDown()
    expect(phone.find('.notice__message')).toBeNull()
  })

  it('says while there is no network at all that what is shown is from before, and stops saying so by itself', async () => {
    const phone = await shop.open(build)
    phone.network.setOnline(false)
    await phone.settle()
    expect(phone.findAll('.rooms__item')).toHaveLength(20)
    expect(phone.text('.notice__message')).toBe(text.notice.offline)

    phone.network.setOnline(true)
    await phone.settle()
    expect(phone.find('.notice__message')).toBeNull()
  })
})
