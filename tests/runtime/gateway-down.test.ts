import type { NetworkFault } from './host/network'
import { describe, expect, it } from 'vitest'
import { WECHAT_BUILDS } from '@/tests/build/support/built'
import { useShop } from './support/shop'

const FAULTS: readonly (readonly [string, NetworkFault])[] = [
  ['cannot be reached', 'offline'],
  ['never answers', 'hang'],
  ['answers HTML', { statusCode: 200, body: '<html>login</html>' }],
  ['answers 500', { statusCode: 500, body: '{"error":"broken"}' }],
  ['answers half a body', { statusCode: 200, body: '{"rooms":[{"id":1' }],
]

describe.each(WECHAT_BUILDS)('a gateway that is down when the %s build starts', (build) => {
  const shop = useShop()

  it.each(FAULTS)('and %s: says so, and shows the list after a retry', async (_, fault) => {
    const phone = await shop.open(build, { prepare: ({ network }) => void (network.fault = () => fault) })
    await phone.advanceBy(11_000)
    expect(phone.findAll('.rooms__item')).toHaveLength(0)
    expect(phone.text()).toContain('请')
    phone.network.fault = () => null
    await phone.tapText('重试')
    expect(phone.findAll('.rooms__item')).toHaveLength(20)
  })

  it.each(FAULTS)('and %s: shows the list of the last start, and says so', async (_, fault) => {
    const storedItems = (await shop.open(build)).storage.items
    const phone = await shop.open(build, { storedItems, prepare: ({ network }) => void (network.fault = () => fault) })
    await phone.advanceBy(11_000)
    expect(phone.findAll('.rooms__item')).toHaveLength(20)
    expect(phone.text()).toMatch(/保存的内容|之前的内容|上次的内容/)
    phone.network.fault = () => null
    await phone.tapText('重试')
    expect(phone.text()).not.toMatch(/保存的内容|之前的内容|上次的内容/)
  })
})
