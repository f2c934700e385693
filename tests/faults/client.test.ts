import type { NetworkFault } from '../runtime/host/network'
import type { Phone } from '../runtime/host/phone'
import type { StoredItems } from '../runtime/host/storage'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { text } from '@/src/text'
import { startGateway } from '../browser/support/gateway'
import { startPhone } from '../runtime/host/phone'
import { createFaultTable } from './support/fault-table'

const DAY_MS = 86_400_000
const TIMEOUT_MS = 60_000
const SLOW_MS = 5_000
/** What the app waits for an answer of its gateway. */
const REQUEST_TIMEOUT_MS = 10_000

const table = createFaultTable('client')

let gateway: Awaited<ReturnType<typeof startGateway>>
beforeAll(async () => {
  gateway = await startGateway('', () => [])
})
afterAll(() => gateway.close())

const start = (options: Partial<Parameters<typeof startPhone>[0]> = {}) => startPhone({ folder: join(inject('builds'), 'mp-weixin'), gatewayUrl: gateway.url, ...options })

const rooms = (phone: Phone): number => phone.findAll('.card').length

function expectWell(phone: Phone): void {
  expect(rooms(phone), phone.text()).toBeGreaterThan(0)
  expect(phone.text()).not.toContain(text.action.retry)
}

function finish(phone: Phone): StoredItems {
  expect(phone.problems()).toEqual([])
  return phone.close()
}

const GATEWAY_FAULTS: readonly (readonly [string, NetworkFault])[] = [
  ['gateway down, no network', 'offline'],
  ['gateway never answers', 'hang'],
  ['gateway answers HTML with 200', { statusCode: 200, body: '<html>login</html>' }],
  ['gateway answers 502', { statusCode: 502, body: '<h1>Bad Gateway</h1>' }],
  ['gateway answers half a body', { statusCode: 200, body: '{"rooms":[{"id":' }],
  ['gateway answers wrong JSON', { statusCode: 200, body: '{"rooms":"none"}' }],
]

describe('the mini-program on a phone where something is wrong', () => {
  it.each(GATEWAY_FAULTS)('says so and offers to try again: %s', async (name, fault) => {
    await table.trying(`${name}; nothing saved`, 'one tap', async () => {
      const phone = await start({ prepare: ({ network }) => void (network.fault = () => fault) })
      await phone.advanceBy(TIMEOUT_MS)
      expect(rooms(phone)).toBe(0)
      expect(phone.text()).toContain(text.action.retry)
      phone.network.fault = () => null
      await phone.tapText(text.action.retry)
      expectWell(phone)
      finish(phone)
    })
  })

  it.each(GATEWAY_FAULTS)('shows the saved list with a notice: %s', async (name, fault) => {
    await table.trying(`${name}; a list is saved`, 'one tap', async () => {
      const storedItems = finish(await start())
      const phone = await start({ storedItems, prepare: ({ network }) => void (network.fault = () => fault) })
      await phone.advanceBy(TIMEOUT_MS)
      expect(rooms(phone), phone.text()).toBeGreaterThan(0)
      expect(phone.text()).toContain(text.action.retry)
      phone.network.fault = () => null
      await phone.tapText(text.action.retry)
      expectWell(phone)
      finish(phone)
    })
  })

  it('shows the list when a slow answer comes, and nothing is asked twice meanwhile', async () => {
    await table.trying('gateway slow to the phone, 5 s for each answer', 'at once', async () => {
      const phone = await start({ prepare: ({ network }) => void (network.fault = () => ({ delayMs: SLOW_MS })) })
      await phone.advanceBy(SLOW_MS - 1)
      expect(rooms(phone)).toBe(0)
      expect(phone.text()).not.toContain(text.action.retry)
      expect(phone.network.requests.filter(({ path }) => path.startsWith('/v1/rooms'))).toHaveLength(1)
      await phone.advanceBy(1)
      expectWell(phone)
      finish(phone)
    })
  })

  it('takes no answer that comes after the time for it, offers to try again, and does so', async () => {
    await table.trying('gateway slower to the phone than the app waits', 'one tap', async () => {
      const phone = await start({ prepare: ({ network }) => void (network.fault = () => ({ delayMs: 2 * REQUEST_TIMEOUT_MS })) })
      await phone.advanceBy(REQUEST_TIMEOUT_MS)
      expect(phone.text()).toContain(text.action.retry)
      await phone.advanceBy(REQUEST_TIMEOUT_MS)
      expect(rooms(phone)).toBe(0)
      phone.network.fault = () => null
      await phone.tapText(text.action.retry)
      expectWell(phone)
      finish(phone)
    })
  })

  it.each([
    ['storage full', { isFull: true }],
    ['storage cannot be read', { isUnreadable: true }],
    ['storage full and unreadable', { isFull: true, isUnreadable: true }],
  ])('shows the list: %s', async (name, wrong) => {
    await table.trying(name, 'at once', async () => {
      const phone = await start({ prepare: ({ storage }) => void Object.assign(storage, wrong) })
      expectWell(phone)
      finish(phone)
    })
  })

  it.each([
    ['null', 'null'],
    ['a number', '7'],
    ['a text', '"rubbish"'],
    ['half a record', '"json:{\\"rooms\\":["'],
    ['a record of another shape', '"json:{\\"rooms\\":7,\\"touches\\":{}}"'],
    ['a list of rubbish', '"json:[null,7,{}]"'],
  ])('shows the list when every stored item is %s', async (name, rubbish) => {
    await table.trying(`storage corrupt: every item is ${name}`, 'at once', async () => {
      const items = finish(await start())
      expect(items.size).toBeGreaterThan(0)
      const phone = await start({ storedItems: new Map([...items.keys()].map(key => [key, rubbish])) })
      expectWell(phone)
      finish(phone)
    })
  })

  it.each([['forward', DAY_MS], ['back', -DAY_MS]])('goes on when the phone\'s clock jumps a day %s', async (way, ms) => {
    await table.trying(`phone's clock jumps a day ${way} between polls`, 'at once', async () => {
      const phone = await start()
      phone.setClock(phone.now() + ms)
      await phone.advanceBy(2 * 60_000)
      expect(rooms(phone), phone.text()).toBeGreaterThan(0)
      await phone.pullDown()
      expectWell(phone)
      finish(phone)
    })
  })
})
