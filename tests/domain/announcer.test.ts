import { describe, expect, it } from 'vitest'
import { createAnnouncer } from '@/src/domain/announcer'

function setUp() {
  const told: string[] = []
  const thrown: unknown[] = []
  const announcer = createAnnouncer(error => thrown.push(error))
  return { told, thrown, announcer, say: (text: string) => announcer.tell(() => told.push(text)) }
}

describe('an announcer', () => {
  it('tells at once', () => {
    const { told, say } = setUp()
    say('a')
    expect(told).toEqual(['a'])
  })

  it('finishes one thing before it tells what came of it', () => {
    const { told, say, announcer } = setUp()
    announcer.tell(() => {
      say('b')
      told.push(`a, ${announcer.isTelling()}`)
    })
    expect(told).toEqual(['a, true', 'b'])
    expect(announcer.isTelling()).toBe(false)
  })

  it('holds what happens until it is released, also from within', () => {
    const { told, say, announcer } = setUp()
    announcer.hold()
    say('a')
    announcer.tell(announcer.hold)
    say('b')
    expect(told).toEqual([])
    announcer.release()
    expect(told).toEqual(['a'])
    announcer.release()
    expect(told).toEqual(['a', 'b'])
  })

  it('goes on after a listener that throws, and after a report that throws', () => {
    const { told, thrown, say, announcer } = setUp()
    announcer.tell(() => {
      throw new Error('a bug')
    })
    say('a')
    expect([told, thrown]).toEqual([['a'], [new Error('a bug')]])
    const deaf = createAnnouncer((error) => {
      throw error
    })
    expect(() => deaf.tell(() => {
      throw new Error('a bug')
    })).not.toThrow()
  })

  it('says nothing more once closed', () => {
    const { told, say, announcer } = setUp()
    announcer.hold()
    say('a')
    announcer.close()
    announcer.release()
    say('b')
    expect(told).toEqual([])
  })
})
