import type { RoomListNotice } from '@/src/domain/room-list-notice'
import { describe, expect, it } from 'vitest'
import { LIVE_STATUSES } from '@/src/domain/live-status'
import { clockTimeText, dateTimeText, errorTextOf, priceText, roomListNoticeText, roomNotFoundText, statusText } from '@/src/text'

const at = (...parts: [number, number, number, number, number]) => new Date(...parts).getTime()
const NOW_MS = at(2026, 10, 23, 19, 30)

describe('moments in words', () => {
  it.each([
    [at(2026, 10, 23, 8, 5), '今天 8:05'],
    [at(2026, 10, 23, 23, 59), '今天 23:59'],
    [at(2026, 10, 24, 0, 0), '明天 0:00'],
    [at(2026, 10, 22, 23, 59), '昨天 23:59'],
    [at(2026, 10, 25, 20, 0), '11月25日 周三 20:00'],
    [at(2026, 10, 21, 20, 0), '11月21日 周六 20:00'],
    [at(2027, 0, 3, 20, 0), '2027年1月3日 20:00'],
  ])('%s is %s', (moment, words) => {
    expect(dateTimeText(moment, NOW_MS)).toBe(words)
  })

  it('has two digits for minutes and as many as needed for hours', () => {
    expect(clockTimeText(at(2026, 0, 1, 9, 3))).toBe('9:03')
  })
})

describe('words for customers', () => {
  it('exist for every status, with a badge that fits on a cover', () => {
    for (const status of LIVE_STATUSES) {
      expect(statusText[status].badge.length).toBeLessThanOrEqual(4)
      expect(statusText[status].detail).toMatch(/。$/)
    }
  })

  it('tell a room that is gone from a gateway that is down', () => {
    expect(errorTextOf({ kind: 'request-failed', httpStatus: 404, code: 'room-not-found' })).toBe(roomNotFoundText)
    expect(errorTextOf({ kind: 'request-failed', httpStatus: 503 }).title).toBe('服务暂时不可用')
  })

  it('say of every notice what can be done', () => {
    const told = (notice: RoomListNotice) => roomListNoticeText(notice, NOW_MS)
    expect(told({ kind: 'client-too-old' }).action).toBe('升级微信')
    expect(told({ kind: 'offline', atMs: null }).message).toBe('网络未连接，正在显示上次的内容')
    expect(told({ kind: 'offline', atMs: NOW_MS }).message).toBe('正在显示 今天 19:30 保存的内容')
    expect(told({ kind: 'refresh-failed', atMs: null })).toEqual({ message: '刷新失败，正在显示之前的内容', action: '重试' })
    expect(told({ kind: 'refresh-failed', atMs: NOW_MS - 24 * 60 * 60_000 })).toEqual({ message: '正在显示 昨天 19:30 保存的内容', action: '重试' })
    expect(told({ kind: 'stale', atMs: NOW_MS })).toEqual({ message: '直播列表更新于 今天 19:30，可能不是最新', action: '刷新' })
  })

  it('read a price out in yuan', () => {
    const goods = { name: '', coverUrl: '', path: '' }
    expect(priceText({ ...goods, priceType: 'fixed', priceFen: 1250, price2Fen: 0 })).toBe('¥12.50')
    expect(priceText({ ...goods, priceType: 'range', priceFen: 900, price2Fen: 1900 })).toBe('¥9-¥19')
    expect(priceText({ ...goods, priceType: 'discount', priceFen: 1900, price2Fen: 900 })).toBe('¥9')
  })
})
