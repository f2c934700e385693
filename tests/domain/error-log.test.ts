import type { LiveError } from '@/src/domain/live-error'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createErrorLog, ERROR_LOG_LIMIT, errorDetail, maskName, maskText } from '@/src/domain/error-log'

const TOKEN = 'Zk3vQ9xT1bN7mR5wY2pL8sD4fG6hJ0cA-_eUiOqXzKk'

function logAt(nowMs = 1_000) {
  const log = createErrorLog(() => nowMs)
  return { ...log, text: () => JSON.stringify(log.notes()) }
}

describe('the last failures', () => {
  it('come newest first, with where and when', () => {
    const log = logAt()
    log.note('livePlugin.getOpenid', { kind: 'plugin-rejected', functionName: 'getOpenid', message: 'system busy', code: -1 })
    log.note('storage.set', { kind: 'storage-failed', key: 'outbox.touches' })
    expect(log.notes()).toEqual([
      { kind: 'storage-failed', where: 'storage.set', detail: 'key=outbox.touches', atMs: 1_000, times: 1 },
      { kind: 'plugin-rejected', where: 'livePlugin.getOpenid', detail: 'functionName=getOpenid code=-1 message=system busy', atMs: 1_000, times: 1 },
    ])
  })

  it('are counted where the same comes again and again', () => {
    const log = logAt()
    for (let round = 0; round < 50; round++) log.note('liveApi.listRooms', { kind: 'offline' })
    log.note('login', { kind: 'offline' })
    expect(log.notes().map(({ where, times }) => [where, times])).toEqual([['login', 1], ['liveApi.listRooms', 50]])
  })

  it('are never more than twenty, whatever is thrown', () => {
    const thrown = fc.oneof(fc.anything(), fc.record({ kind: fc.string(), message: fc.anything(), code: fc.anything() }))
    fc.assert(fc.property(fc.array(thrown, { maxLength: 60 }), (all) => {
      const log = logAt()
      for (const [index, one] of all.entries()) log.note(`port.${index}`, one)
      expect(log.notes()).toHaveLength(Math.min(all.length, ERROR_LOG_LIMIT))
      for (const { detail } of log.notes()) expect(typeof detail).toBe('string')
    }))
  })

  it('survive what must not be looked at', () => {
    const log = logAt()
    log.note('login', { kind: 'login-failed', get cause() {
      throw new Error('hands off')
    } })
    expect(log.notes()).toMatchObject([{ kind: 'unexpected', where: 'login' }])
  })
})

describe('secrets', () => {
  it('of what the outside sent stay out of the notes', () => {
    const log = logAt()
    const errors: LiveError[] = [
      { kind: 'request-failed', httpStatus: 401, code: TOKEN, answer: { token: 'short' }, cause: 'short' },
      { kind: 'response-invalid', cause: { token: 'short' } },
      { kind: 'navigation-failed', url: '/src/live/room/room?token=short' },
      { kind: 'plugin-rejected', functionName: 'getOpenid', message: `Bearer ${TOKEN} was refused`, cause: new Error('short') },
      { kind: 'unexpected', cause: new Error('short') },
    ]
    for (const error of errors) log.note('port', error)
    log.note('port', { kind: TOKEN, token: 'short' })
    log.note('port', 'short')
    expect(log.text()).not.toMatch(/short|Zk3vQ9xT|UiOqXzKk/)
    expect(log.text()).toContain('url=/src/live/room/room?…')
  })

  it('lose their middle wherever they stand in a message, however long it is', () => {
    const token = fc.stringMatching(/^[\w-]{26,64}$/)
    const words = fc.stringMatching(/^[ a-z:]{0,500}$/)
    fc.assert(fc.property(words, token, words, (before, secret, after) => {
      const detail = errorDetail({ kind: 'api-failed', apiName: 'login', message: `${before} ${secret} ${after}` })
      expect(detail).not.toContain(secret.slice(0, 12))
      expect(maskText(`${before} ${secret} ${after}`)).not.toContain(secret.slice(0, 12))
    }))
  })

  it('are not shown in part where a long message is cut', () => {
    for (let start = 370; start <= 400; start++)
      expect(maskText(`${'.'.repeat(start)} ${TOKEN}`)).not.toContain(TOKEN.slice(0, 3))
  })

  it('leave the names of WeChat\'s interfaces, pages and hosts readable', () => {
    for (const text of ['getChannelsLiveNoticeInfo:fail', '/src/pages/rooms/rooms', 'https://live.example.com/v1/rooms', '页面不存在'])
      expect(maskText(text)).toBe(text)
  })

  it('show of a name enough to tell two apart, and never all of it', () => {
    expect(maskName('oABCD1234567890efghijklmnWXYZ')).toBe('oABC…WXYZ')
    fc.assert(fc.property(fc.string({ minLength: 3 }), (name) => {
      expect(maskName(name)).not.toContain(name)
    }))
  })
})
