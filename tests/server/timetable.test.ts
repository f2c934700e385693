import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CATEGORIES, goodsOf } from '@/server/simulator/shop'
import { simulatedRooms } from '@/server/simulator/timetable'
import { INTERRUPTION_LIMIT_MS } from '@/src/domain/live-status'
import { parseRoomId } from '@/src/domain/room'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const SLOT_MS = 5 * MINUTE_MS
const ALL_SEVEN = [101, 102, 103, 104, 105, 106, 107]

// https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/industry/liveplayer/component-api.html
const NEXT: Readonly<Record<number, readonly number[]>> = {
  101: [103, 104, 105, 106],
  102: [101, 107],
  103: [],
  104: [],
  105: [101],
  106: [101, 103],
  107: [],
}

const anyMoment = fc.date({ min: new Date('2020-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }).map(date => date.getTime())

const statusAt = (id: number, nowMs: number) => simulatedRooms(nowMs).find(room => room.id === id)?.statusCode

/** The room of the five-minute slot that begins then. */
function slotRoomAt(startAtMs: number): number {
  const room = simulatedRooms(startAtMs).find(({ startAtMs: start, endAtMs }) => start === startAtMs && endAtMs - start === 30 * MINUTE_MS)
  return room?.id ?? expect.fail('no room begins in this slot')
}

describe('the simulated shop', () => {
  it('has about thirty rooms at any time, each with its own number that WeChat would take', () => {
    fc.assert(fc.property(anyMoment, (nowMs) => {
      const ids = simulatedRooms(nowMs).map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids.every(id => parseRoomId(id) === id)).toBe(true)
      expect(ids.length).toBeGreaterThanOrEqual(26)
      expect(ids.length).toBeLessThanOrEqual(40)
    }))
  })

  it('shows all seven statuses at any time', () => {
    fc.assert(fc.property(anyMoment, (nowMs) => {
      expect([...new Set(simulatedRooms(nowMs).map(({ statusCode }) => statusCode))].sort()).toEqual(ALL_SEVEN)
    }), { numRuns: 2000 })
  })

  it('shows the same after a restart: the rooms depend on the time only', () => {
    fc.assert(fc.property(anyMoment, anyMoment, (nowMs, otherMs) => {
      const before = simulatedRooms(nowMs)
      simulatedRooms(otherMs)
      expect(simulatedRooms(nowMs)).toEqual(before)
    }))
  })

  it('lets every room go only where WeChat lets a room go', () => {
    fc.assert(fc.property(anyMoment, (startMs) => {
      const last = new Map<number, number>()
      for (let nowMs = startMs; nowMs < startMs + 2 * HOUR_MS; nowMs += 20_000) {
        for (const { id, statusCode } of simulatedRooms(nowMs)) {
          const before = last.get(id) ?? statusCode
          if (before !== statusCode)
            expect(NEXT[before], `room ${id} went ${before} → ${statusCode}`).toContain(statusCode)
          last.set(id, statusCode)
        }
      }
    }), { numRuns: 40 })
  })

  it('never interrupts longer than WeChat allows', () => {
    fc.assert(fc.property(anyMoment, (startMs) => {
      const since = new Map<number, number>()
      for (let nowMs = startMs; nowMs < startMs + HOUR_MS; nowMs += 30_000) {
        for (const { id, statusCode } of simulatedRooms(nowMs)) {
          if (statusCode !== 106)
            since.delete(id)
          else if (!since.has(id))
            since.set(id, nowMs)
          expect(nowMs - (since.get(id) ?? nowMs)).toBeLessThan(INTERRUPTION_LIMIT_MS)
        }
      }
    }), { numRuns: 30 })
  })

  it('keeps what a room is about while it is in the list', () => {
    fc.assert(fc.property(anyMoment, fc.integer({ min: 1, max: HOUR_MS }), (nowMs, laterMs) => {
      const later = new Map(simulatedRooms(nowMs + laterMs).map(room => [room.id, room]))
      for (const { id, statusCode: _, listedStatusCode: __, ...room } of simulatedRooms(nowMs)) {
        if (later.has(id))
          expect(later.get(id)).toMatchObject(room)
      }
    }))
  })

  it('has a room that begins in every five-minute slot, and is announced twenty minutes before', () => {
    fc.assert(fc.property(anyMoment, (anyMs) => {
      const startAtMs = Math.ceil(anyMs / SLOT_MS) * SLOT_MS
      const id = slotRoomAt(startAtMs)
      const course = [[-20, 102], [-1 / 60, 102], [0, 101], [1.99, 101], [2, 106], [2.99, 106], [3, 101], [5.99, 101], [6, 103], [30, 103]] as const
      for (const [minutes, code] of course)
        expect([minutes, statusAt(id, startAtMs + minutes * MINUTE_MS)]).toEqual([minutes, code])
      expect(statusAt(id, startAtMs - 20 * MINUTE_MS - 1)).toBeUndefined()
      expect(statusAt(id, startAtMs + 31 * MINUTE_MS)).toBeUndefined()
    }))
  })

  it('changes before anybody has looked for two minutes', () => {
    const look = (atMs: number) => JSON.stringify(simulatedRooms(atMs).map(({ id, statusCode }) => [id, statusCode]))
    fc.assert(fc.property(anyMoment, (nowMs) => {
      const looks = Array.from({ length: 13 }, (_, i) => look(nowMs + i * 10_000))
      expect(new Set(looks).size).toBeGreaterThan(1)
    }))
  })

  it('has something to wait for within minutes, hours and days', () => {
    fc.assert(fc.property(anyMoment, (nowMs) => {
      const waits = simulatedRooms(nowMs).filter(({ statusCode }) => statusCode === 102).map(({ startAtMs }) => (startAtMs - nowMs) / HOUR_MS)
      expect(waits.some(hours => hours < 0.1)).toBe(true)
      expect(waits.some(hours => hours > 0.5 && hours < 24)).toBe(true)
      expect(waits.some(hours => hours >= 24)).toBe(true)
    }))
  })

  it('lists an expired room as upcoming for a day, as WeChat does', () => {
    fc.assert(fc.property(anyMoment, (nowMs) => {
      const rooms = simulatedRooms(nowMs)
      const lagging = rooms.filter(({ statusCode, listedStatusCode }) => statusCode !== listedStatusCode)
      expect(lagging).toMatchObject([{ statusCode: 107, listedStatusCode: 102 }])
      expect(rooms.some(({ listedStatusCode }) => listedStatusCode === 107)).toBe(true)
    }))
  })

  it('sells two to five different products in a room, in fen', () => {
    fc.assert(fc.property(anyMoment, (nowMs) => {
      for (const { goods } of simulatedRooms(nowMs)) {
        expect(goods.length).toBeGreaterThanOrEqual(2)
        expect(goods.length).toBeLessThanOrEqual(5)
        expect(new Set(goods.map(({ id }) => id)).size).toBe(goods.length)
      }
    }))
  })

  it('has prices of all three kinds in every category', () => {
    for (const category of CATEGORIES) {
      const goods = goodsOf(category)
      expect(new Set(goods.map(({ priceType }) => priceType)).size, category).toBe(3)
      for (const { priceType, priceFen, price2Fen } of goods) {
        expect(Number.isInteger(priceFen) && priceFen > 0).toBe(true)
        expect(priceType === 1 ? price2Fen === 0 : priceType === 2 ? price2Fen > priceFen : price2Fen < priceFen).toBe(true)
      }
    }
    const ids = CATEGORIES.flatMap(category => goodsOf(category).map(({ id }) => id))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('keeps WeChat\'s rules for names, hosts and times', () => {
    fc.assert(fc.property(anyMoment, (nowMs) => {
      for (const { name, hostName, startAtMs, endAtMs, goods } of simulatedRooms(nowMs)) {
        expect(name.length).toBeGreaterThanOrEqual(3)
        expect(name.length).toBeLessThanOrEqual(17)
        expect(hostName.length).toBeGreaterThanOrEqual(2)
        expect(startAtMs % 1000).toBe(0)
        expect(endAtMs - startAtMs).toBeGreaterThanOrEqual(30 * MINUTE_MS)
        expect(endAtMs - startAtMs).toBeLessThanOrEqual(24 * HOUR_MS)
        expect(goods.every(item => item.name.length <= 14)).toBe(true)
      }
    }))
  })
})
