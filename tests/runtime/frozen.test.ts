import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { statusText } from '@/src/text'
import { outputOf, routesOf, WECHAT_BUILDS } from '@/tests/build/support/built'
import { temporaryFolder } from '@/tests/build/support/scratch'
import { FREEZE } from '@/tests/support/freeze'
import { onCard, ROOM_PAGE } from './support/screen'
import { useShop } from './support/shop'

const shop = useShop()

describe.each(WECHAT_BUILDS)('%s, with the built-ins frozen as the live plugin leaves them on a phone,', (build) => {
  it('shows the list, and a room whose status it follows', async () => {
    const room = (await shop.rooms()).find(({ status }) => status === 'live')
    const phone = await shop.open(build, { prelude: FREEZE })
    expect(phone.realm.run('[Object, Array.prototype, Promise.prototype, Date, TypeError, JSON].every(Object.isFrozen)', 'frozen')).toBe(true)
    expect(phone.findAll('.rooms__item')).toHaveLength(20)

    await phone.tap(onCard(phone, Number(room?.id), '.card__link'))
    expect(phone.text()).toContain(room?.name)
    expect(phone.text()).toContain(statusText.live.title)

    phone.plugin.functions.getLiveStatus = async () => ({ liveStatus: 105 })
    phone.network.fault = ({ path }) => path.startsWith('/v1/statuses')
      ? { statusCode: 200, body: JSON.stringify({ statuses: [{ roomId: room?.id, status: 'paused', code: 105, checkedAtMs: phone.now() }] }) }
      : null
    await phone.advanceBy(130_000)
    expect(phone.text()).toContain(statusText.paused.title)

    await phone.tap('.bar__action')
    expect(phone.url()).toMatch(build === 'mp-weixin-no-plugin' ? /^\/src\/pages\/rooms\/rooms$/ : `${ROOM_PAGE}?room_id=${room?.id}&`)
  })

  it('shows every page', async () => {
    const phone = await shop.open(build, { prelude: FREEZE })
    for (const route of routesOf(outputOf(build))) {
      await phone.reLaunch(`/${route}?room_id=1&goods_id=1`)
      expect(phone.text().length, route).toBeGreaterThan(5)
    }
  })
})

describe('an app', () => {
  // As a bundled library would stand there: in strict code, before anything else.
  function builtWith(patch: string): string {
    const folder = temporaryFolder('patched')
    cpSync(join(inject('builds'), 'mp-weixin'), folder, { recursive: true })
    const vendor = join(folder, 'common/vendor.js')
    writeFileSync(vendor, `"use strict";${patch};${readFileSync(vendor, 'utf8')}`)
    return folder
  }

  it.each([
    ['a polyfill', 'Array.prototype.last = function () { return this[this.length - 1] }'],
    ['a patched Promise', 'Promise.prototype.finally = Promise.prototype.finally'],
    ['a patched JSON', 'JSON.parse = JSON.parse'],
    ['a name set on an error', 'new TypeError().name = "Mine"'],
  ])('that brings %s starts, but not with the built-ins frozen', async (_, patch) => {
    const folder = builtWith(patch)
    expect((await shop.open('', { folder })).findAll('.rooms__item')).toHaveLength(20)
    await expect(shop.open('', { folder, prelude: FREEZE })).rejects.toThrow(/read.?only|not extensible/i)
  })
})
