import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leaveShareEntry, simulatedShareCard, takeShareEntry } from '@/src/platform/simulated/share-entry'
import { createTextStore } from '../support/text-store'

describe('a simulated share card', () => {
  it('carries who sent it and what the room was opened with', () => {
    expect(simulatedShareCard({ roomId: 7, customParams: { pid: 1 } }, 'visitor-1', null))
      .toEqual({ scene: 1007, roomId: 7, openid: 'visitor-2', shareOpenid: 'visitor-1', customParams: { pid: 1 } })
  })

  it('keeps the first sharer\'s parameters when it is sent on, and names the last sender', () => {
    const fromA = simulatedShareCard({ roomId: 7, customParams: { pid: 'A' } }, 'visitor-1', null)
    const fromB = simulatedShareCard({ roomId: 7, customParams: { pid: 'B' } }, fromA.openid, fromA)
    expect(fromB).toMatchObject({ openid: 'visitor-3', shareOpenid: 'visitor-2', customParams: { pid: 'A' } })
  })

  it('starts anew for another room', () => {
    const fromA = simulatedShareCard({ roomId: 7, customParams: { pid: 'A' } }, 'visitor-1', null)
    expect(simulatedShareCard({ roomId: 8, customParams: null }, fromA.openid, fromA)).toMatchObject({ roomId: 8, customParams: null })
  })

  it('is opened once', () => {
    const store = createTextStore()
    const card = simulatedShareCard({ roomId: 7, customParams: { pid: 1 } }, 'visitor-9', null)
    leaveShareEntry(store, card)
    expect(takeShareEntry(store)).toEqual(card)
    expect(takeShareEntry(store)).toBeNull()
  })

  it('reads whatever else was left as no card', () => {
    const text = fc.oneof(fc.string(), fc.json(), fc.constant('{"scene":1007,"roomId":[7],"openid":"visitor-2"}'), fc.constant('{"scene":1007,"roomId":7,"openid":""}'))
    fc.assert(fc.property(text, (left) => {
      expect(takeShareEntry({ ...createTextStore(), getItem: () => left })).toBeNull()
    }))
  })

  it('is not missed where the browser refuses storage', () => {
    expect(takeShareEntry({ ...createTextStore(), getItem: () => {
      throw new Error('SecurityError')
    } })).toBeNull()
  })
})
