import type { Room } from '@/src/domain/room'
import { describe, expect, it } from 'vitest'
import { createLog } from '@/server/log'
import { createRoomMemory } from '@/server/room-memory'
import { createRoomStore } from '@/server/storage/rooms'
import { parseRoom } from '@/server/wechat/parse-room'
import { settlePromises } from '@/tests/support/fake-clock'
import { describeBothHomes } from './support/database'

function room(id: number, name = 'x', status = 101): Room {
  return parseRoom({ roomid: id, name, live_status: status, start_time: 1, end_time: 2 }) ?? expect.fail('no room')
}

describe('the memory of rooms', () => {
  function setUp() {
    const told: (readonly Room[])[] = []
    const lines: string[] = []
    let isAway = false
    const remember = async (rooms: readonly Room[]) => {
      if (isAway)
        throw new Error('away')
      told.push(rooms)
    }
    const memory = createRoomMemory({ remember }, createLog('info', line => void lines.push(line)))
    return { memory, told, logged: () => lines.join(''), setAway: (value: boolean) => void (isAway = value) }
  }

  it('writes what is new, and nothing twice', async () => {
    const { memory, told } = setUp()
    for (const rooms of [[room(1)], [room(1)], [room(1, 'x', 103)], [room(1, 'another name')], [room(1, 'another name'), room(2)]]) {
      memory(rooms, 1)
      await settlePromises()
    }
    expect(told.map(rooms => rooms.map(({ id, name }) => `${id} ${name}`))).toEqual([['1 x'], ['1 another name'], ['1 another name', '2 x']])
  })

  it('tries again with the next list when the database was away', async () => {
    const { memory, told, logged, setAway } = setUp()
    setAway(true)
    memory([room(1)], 1)
    await settlePromises()
    expect(logged()).toContain('could not be remembered')
    setAway(false)
    memory([room(1)], 2)
    await settlePromises()
    expect(told).toHaveLength(1)
  })
})

describeBothHomes('the memory of rooms', ({ open }) => {
  it('knows rooms that WeChat\'s list has forgotten', async () => {
    const store = createRoomStore(await open())
    let written: Promise<void> = Promise.resolve()
    const remember = (rooms: readonly Room[], atMs: number) => written = store.remember(rooms, atMs)
    const memory = createRoomMemory({ remember }, createLog('silent'))
    memory([room(1), room(2)], 1)
    await written
    memory([room(2), room(3)], 2)
    await written
    await expect(store.knownAmong([1, 2, 3, 4])).resolves.toEqual(new Set([1, 2, 3]))
  })
})
