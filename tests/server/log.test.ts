import { describe, expect, it } from 'vitest'
import { createLog, isLogged, writeInBatches } from '@/server/log'
import { visitorMark } from '@/server/operations/redact'
import { settlePromises } from '@/tests/support/fake-clock'

const OPENID = 'oGZUI0egBJY1zhBYw2KhdUfwVJJE'

function setUp(level: Parameters<typeof createLog>[0] = 'trace') {
  const lines: string[] = []
  const log = createLog(level, line => void lines.push(line))
  return { log, text: () => lines.join(''), last: () => JSON.parse(lines.at(-1) ?? 'null') as Record<string, unknown> }
}

describe('a log line', () => {
  it('is one JSON object with time, level, what was bound and what was said', () => {
    const { log, last } = setUp()
    log.child({ reqId: 'req-1' }).info({ rooms: 3 }, 'the room list is fresh again')
    expect(last()).toEqual({ time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/), level: 'info', reqId: 'req-1', rooms: 3, msg: 'the room list is fresh again' })
  })

  it('names a visitor by a mark that is always the same and leads nowhere', () => {
    const { log, last, text } = setUp()
    log.info({ openid: OPENID }, 'a visitor logged in')
    expect(last()).toMatchObject({ visitor: expect.stringMatching(/^[0-9a-f]{8}$/) })
    expect(last().visitor).toBe(visitorMark(OPENID))
    log.info({ visitor: visitorMark(OPENID), shareOpenid: '' }, 'the same')
    expect(last()).toMatchObject({ visitor: visitorMark(OPENID), shareOpenid: '' })
    expect(text()).not.toContain(OPENID)
  })

  it.each<[string, unknown]>([
    ['at any depth', { touch: { visitors: [{ openid: OPENID, share_openid: OPENID }] } }],
    ['in a list', { openids: [OPENID] }],
    ['within a text', { reason: `the visitor ${OPENID}, who` }],
    ['in an address', { url: `/v1/x?openid=${OPENID}&y=1` }],
    ['in an error', new Error(`duplicate key (${OPENID})`)],
    ['in an error beside details', { err: new Error(`duplicate key (${OPENID})`) }],
  ])('has no openid in clear %s', (_where, said) => {
    const { log, text } = setUp()
    log.error(said, 'said')
    log.child({ openid: OPENID }).warn(`about ${OPENID}`)
    expect(text()).not.toContain(OPENID)
    expect(text()).toContain(visitorMark(OPENID))
  })

  it.each<[string, unknown]>([
    ['token', { token: 'SECRET-1' }],
    ['session key', { answer: { session_key: 'SECRET-1' } }],
    ['AppSecret', { account: { appSecret: 'SECRET-1' } }],
    ['admin key', { adminKey: 'SECRET-1', headers: { authorization: 'SECRET-1' } }],
    ['address with a token', { url: 'https://api.weixin.qq.com/x?access_token=SECRET-1&y' }],
    ['address with a login code', { url: 'https://api.weixin.qq.com/sns/jscode2session?appid=a&secret=SECRET-1&js_code=SECRET-1' }],
    ['bearer token in a text', { reason: 'sent "authorization: Bearer SECRET-1"' }],
    ['password of the database', new Error('connect to postgres://shop:SECRET-1@db:5432/live failed')],
  ])('has no %s', (_what, said) => {
    const { log, text } = setUp()
    log.error(said, 'said')
    expect(text()).toContain('said')
    expect(text()).not.toContain('SECRET-1')
  })

  it('still says WeChat\'s error codes', () => {
    const { log, last } = setUp()
    log.warn({ wechat: { kind: 'quota-exhausted', code: 45009 } }, 'no list')
    expect(last()).toMatchObject({ wechat: { code: 45009 } })
  })

  it('is redacted even when it holds what JSON cannot', () => {
    const { log, last, text } = setUp()
    const circle: Record<string, unknown> = { openid: OPENID }
    circle.self = circle
    log.error(circle, `a circle around ${OPENID}`)
    expect(last()).toMatchObject({ msg: `a circle around ${visitorMark(OPENID)}` })
    expect(text()).not.toContain(OPENID)
  })
})

describe('levels', () => {
  it('tell beforehand what would be written', () => {
    const { log, text } = setUp('warn')
    expect(isLogged(log, 'info')).toBe(false)
    expect(isLogged(log, 'warn')).toBe(true)
    expect(isLogged(createLog('silent'), 'fatal')).toBe(false)
    log.info('not this')
    log.child({}).debug('nor this')
    expect(text()).toBe('')
  })
})

describe('lines', () => {
  it('of one turn are written at once, in order, and none is lost', async () => {
    const written: string[] = []
    const write = writeInBatches(lines => void written.push(lines))
    write('a\n')
    write('b\n')
    expect(written).toEqual([])
    await settlePromises()
    write('c\n')
    await settlePromises()
    expect(written).toEqual(['a\nb\n', 'c\n'])
  })
})
