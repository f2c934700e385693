import { afterEach, describe, expect, it, vi } from 'vitest'
import GoodsPage from '@/src/pages/goods/goods.vue'
import { errorText, text } from '@/src/text'
import { openPage } from '@/tests/support/mount-page'
import { aRoom, gatewayWith } from '@/tests/support/rooms'
import { installWechatEdge } from '@/tests/support/wechat-edge'

const room = aRoom({ id: 11, name: '春茶上新' })

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the goods page', () => {
  it('shows the product of the room it was opened from', async () => {
    installWechatEdge(gatewayWith([room]))
    const page = await openPage(GoodsPage, { goods_id: '7', room_id: '11' })
    expect(page.text()).toContain('龙井')
    expect(page.text()).toContain('128.50')
    expect(page.text()).toContain(text.goods.fromRoom('春茶上新'))
    await page.close()
  })

  it('goes back to the room by navigateBack, which keeps the small window', async () => {
    const edge = installWechatEdge(gatewayWith([room]))
    edge.pageStack = [{}, {}]
    const page = await openPage(GoodsPage, { goods_id: '7', room_id: '11' })
    await page.tap(text.goods.backToRoom)
    expect(edge.opened).toEqual(['back'])
    await page.close()
  })

  it('opens the room\'s page where there is nothing to go back to', async () => {
    const edge = installWechatEdge(gatewayWith([room]))
    const page = await openPage(GoodsPage, { goods_id: '7', room_id: '11' })
    await page.tap(text.goods.backToRoom)
    expect(edge.opened).toEqual(['/src/live/room/room?room_id=11'])
    await page.close()
  })

  it.each([
    ['a product the room does not sell', { goods_id: '999', room_id: '11' }],
    ['rubbish', { goods_id: '<script>', room_id: ['11'], custom_params: '%' }],
    ['nothing', {}],
  ])('says so when it was opened with %s', async (_, query) => {
    installWechatEdge(gatewayWith([room]))
    const page = await openPage(GoodsPage, query)
    expect(page.text()).toContain(text.goods.notFound.title)
    await page.close()
  })

  it('asks again when the network was away', async () => {
    const edge = installWechatEdge(() => 'offline')
    const page = await openPage(GoodsPage, { goods_id: '7', room_id: '11' })
    expect(page.text()).toContain(errorText.offline.title)
    edge.gateway = gatewayWith([room])
    await page.tap(text.action.retry)
    expect(page.text()).toContain('龙井')
    await page.close()
  })

  it('is shared as the product in its room', async () => {
    installWechatEdge(gatewayWith([room]))
    const page = await openPage(GoodsPage, { goods_id: '7', room_id: '11' })
    expect(await page.call('onShareAppMessage')).toEqual({
      title: '龙井',
      path: '/src/pages/goods/goods?goods_id=7&room_id=11',
      imageUrl: 'https://shop.example/tea.png',
    })
    await page.close()
  })
})
