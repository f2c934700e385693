import fc from 'fast-check'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createStorage } from '@/src/platform/storage'
import { thrownBy } from '@/tests/domain/support/thrown-by'

const stored = new Map<string, unknown>()
const storage = createStorage()

beforeEach(() => {
  stored.clear()
  vi.stubGlobal('uni', {
    getStorageSync: (key: string) => stored.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => void stored.set(key, value),
    removeStorageSync: (key: string) => void stored.delete(key),
  })
})

describe('the phone\'s storage', () => {
  it('gives back every JSON value', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      storage.set('value', value)
      expect(storage.get('value')).toEqual(JSON.parse(JSON.stringify(value)))
    }))
  })

  it('has nothing that was not stored, or was removed', () => {
    storage.set('rooms', [7])
    storage.remove('rooms')
    expect(storage.get('rooms')).toBeUndefined()
    expect(storage.get('never')).toBeUndefined()
  })

  it('keeps to keys of its own version', () => {
    storage.set('rooms', [7])
    expect([...stored.keys()]).toEqual(['weixin-live.1.rooms'])
  })

  it('keeps the values of several owners apart', () => {
    const [one, other] = [createStorage('visitor-1.'), createStorage('visitor-2.')]
    one.set('rooms', [7])
    expect([one.get('rooms'), other.get('rooms'), storage.get('rooms')]).toEqual([[7], undefined, undefined])
    other.remove('rooms')
    expect(one.get('rooms')).toEqual([7])
  })

  it.each(['json:', 'other{"a":1}', 'json:{"a":', '{"a":1}', '[]', 5, true, null, { type: 'object', data: 1 }])('reads the foreign or corrupt %j as absent', (foreign) => {
    stored.set('weixin-live.1.rooms', foreign)
    expect(storage.get('rooms')).toBeUndefined()
  })

  it('reads a storage that throws as empty', () => {
    vi.stubGlobal('uni', { getStorageSync: () => {
      throw new Error('getStorageSync:fail')
    } })
    expect(storage.get('rooms')).toBeUndefined()
  })

  it('says so when the phone is full', () => {
    const cause = new Error('setStorageSync:fail exceed storage max size 10MB')
    vi.stubGlobal('uni', { setStorageSync: () => {
      throw cause
    }, removeStorageSync: () => {
      throw cause
    } })
    expect(thrownBy(() => storage.set('rooms', [7]))).toEqual({ kind: 'storage-failed', key: 'rooms', cause })
    expect(thrownBy(() => storage.remove('rooms'))).toEqual({ kind: 'storage-failed', key: 'rooms', cause })
  })

  it('refuses what is not JSON, and keeps what was there', () => {
    const cycle: Record<string, unknown> = {}
    cycle.self = cycle
    storage.set('rooms', [7])
    for (const value of [cycle, undefined, () => {}, 1n])
      expect(thrownBy(() => storage.set('rooms', value))).toMatchObject({ kind: 'storage-failed', key: 'rooms' })
    expect(storage.get('rooms')).toEqual([7])
  })
})
