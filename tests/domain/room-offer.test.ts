import { describe, expect, it } from 'vitest'
import { LIVE_STATUSES } from '@/src/domain/live-status'
import { roomActionOf } from '@/src/domain/room-offer'

describe('what a room offers', () => {
  it('is the broadcast while it is on air, a look inside before it, and its replay after it', () => {
    const offers = Object.fromEntries(LIVE_STATUSES.map(status => [status, roomActionOf(status, { hasReplay: true }, true)]))
    expect(offers).toEqual({
      live: 'enter',
      paused: 'enter',
      interrupted: 'enter',
      upcoming: 'preview',
      ended: 'replay',
      banned: 'other-rooms',
      expired: 'other-rooms',
      unknown: 'refresh',
    })
  })

  it('is other rooms after a broadcast whose replay the shop keeps closed', () => {
    expect(roomActionOf('ended', { hasReplay: false }, true)).toBe('other-rooms')
  })

  it('never leads into a room where there is no plugin, and still to its replay', () => {
    const offers = Object.fromEntries(LIVE_STATUSES.map(status => [status, roomActionOf(status, { hasReplay: true }, false)]))
    expect(offers).toEqual({
      live: 'other-rooms',
      paused: 'other-rooms',
      interrupted: 'other-rooms',
      upcoming: 'other-rooms',
      ended: 'replay',
      banned: 'other-rooms',
      expired: 'other-rooms',
      unknown: 'refresh',
    })
    expect(roomActionOf('ended', { hasReplay: false }, false)).toBe('other-rooms')
  })
})
