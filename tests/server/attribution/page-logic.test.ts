import type { DayCount, Period, Person, ShareLink } from './page-modules'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chinaDay as gatewaysDay } from '@/server/storage/china-day'
import { linkShares } from '@/server/storage/share-edges'
import { CUSTOM_PARAMS_LIMIT_CHARS, decodeCustomParams, encodeCustomParams } from '@/src/domain/custom-params'
import { loadPageModules } from './page-modules'

const { shortenOpenid, formatCount, formatShare, formatDay, formatAxisDay, formatMoment, chinaDay, lastDays, fillDays, buildTree, placeOf, hashOf, canBeKey, paramsOf } = await loadPageModules()

// Half an hour after midnight in China, the evening before in London.
const NIGHT_MS = Date.UTC(2026, 10, 23, 16, 30)
const DAY_MS = 86_400_000

describe('words for figures', () => {
  it('shorten an openid to its first six and last four characters', () => {
    expect(shortenOpenid('oAbCdE1234567890abcdefXyZ9')).toBe('oAbCdE…XyZ9')
    expect(shortenOpenid('o1234567890')).toBe('o1234567890')
    expect(shortenOpenid('')).toBe('')
  })

  it('never cut a character in half', () => {
    expect(shortenOpenid('👩'.repeat(20))).toBe('👩👩👩👩👩👩…👩👩👩👩')
  })

  it('group the digits of counts', () => {
    expect([0, 7, 999, 1000, 1_234_567].map(formatCount)).toEqual(['0', '7', '999', '1,000', '1,234,567'])
  })

  it('never call something nothing', () => {
    expect(formatShare(1, 1000)).toBe('<1%')
    expect([formatShare(0, 10), formatShare(1, 3), formatShare(3, 3), formatShare(0, 0)]).toEqual(['0%', '33%', '100%', '—'])
  })

  it('leave out the year of this year', () => {
    expect(formatDay('2026-01-09', '2026-11-24')).toBe('1月9日')
    expect(formatDay('2025-12-31', '2026-01-01')).toBe('2025年12月31日')
    expect(formatAxisDay('2026-01-09')).toBe('1/9')
  })

  it('tell moments in China\'s time', () => {
    expect(formatMoment(NIGHT_MS, NIGHT_MS)).toBe('11月24日 00:30')
    expect(formatMoment(null, NIGHT_MS)).toBe('—')
  })
})

describe('days', () => {
  it('are those of the gateway', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: Date.UTC(9998, 0) }), atMs => chinaDay(atMs) === gatewaysDay(atMs)))
  })

  it('of a period end today in China', () => {
    expect(lastDays(7, NIGHT_MS)).toEqual({ from: '2026-11-18', to: '2026-11-24' })
    expect(lastDays(0, NIGHT_MS)).toEqual({})
  })

  it('without entries are zero, across the end of a month', () => {
    const come = { day: '2026-03-01', entries: 3, visitors: 2 }
    expect(fillDays([come], { from: '2026-02-27', to: '2026-03-02' })).toEqual([
      { day: '2026-02-27', entries: 0, visitors: 0 },
      { day: '2026-02-28', entries: 0, visitors: 0 },
      come,
      { day: '2026-03-02', entries: 0, visitors: 0 },
    ])
  })

  it('run from the first to the last that is known when all are asked for', () => {
    expect(fillDays([], {})).toEqual([])
    expect(fillDays([{ day: '2026-01-01', entries: 1, visitors: 1 }, { day: '2026-01-03', entries: 1, visitors: 1 }], {}).map(({ day }) => day)).toEqual(['2026-01-01', '2026-01-02', '2026-01-03'])
  })

  it('keep every entry of a period, in as many rows as it has days', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 400 }), fc.uniqueArray(fc.nat(399), { maxLength: 50 }), (length, agos) => {
      const period: Period = lastDays(length, NIGHT_MS)
      const counts: DayCount[] = agos.filter(ago => ago < length).sort((a, b) => b - a).map(ago => ({ day: gatewaysDay(NIGHT_MS - ago * DAY_MS), entries: ago + 1, visitors: 1 }))
      const filled = fillDays(counts, period)
      expect(filled).toHaveLength(length)
      expect(filled.filter(({ entries }) => entries > 0)).toEqual(counts)
    }))
  })

  it('are bounded, whatever day a report begins with', () => {
    const filled = fillDays([{ day: '1970-01-01', entries: 1, visitors: 1 }, { day: '2026-01-01', entries: 2, visitors: 1 }], {})
    expect(filled).toHaveLength(1100)
    expect(filled.at(-1)).toEqual({ day: '2026-01-01', entries: 2, visitors: 1 })
  })
})

describe('chains', () => {
  const link = (openid: string, sharerOpenid: string, depth: number, atMs: number): ShareLink => ({ openid, sharerOpenid, depth, atMs })
  const drawn = ({ openid, brought }: Person): unknown => [openid, ...brought.map(drawn)]

  it('hang those who came below those who brought them', () => {
    const [root, ...others] = buildTree([link('b', 'a', 1, 1), link('d', 'a', 1, 3), link('c', 'b', 2, 2)])
    expect(others).toEqual([])
    expect(root && drawn(root)).toEqual(['a', ['b', ['c']], ['d']])
    expect(root).toMatchObject({ reach: 3, atMs: null })
  })

  it('begin anew where a sharer was brought later, so that nothing goes in circles', () => {
    expect(buildTree([link('b', 'a', 1, 1), link('a', 'b', 2, 2)]).map(drawn)).toEqual([['a', ['b', ['a']]]])
    expect(buildTree([link('c', 'b', 1, 1), link('b', 'a', 1, 2)]).map(drawn)).toEqual([['b', ['c']], ['a', ['b']]])
  })

  it('put the furthest reach first', () => {
    expect(buildTree([link('x', 'small', 1, 1), link('y', 'big', 1, 2), link('z', 'big', 1, 3)]).map(({ openid }) => openid)).toEqual(['big', 'small'])
  })

  it('hold every link of the gateway once, at its depth, and each first part of them too', () => {
    const people = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g')
    const edges = fc.uniqueArray(fc.record({ openid: people, sharerOpenid: people, atMs: fc.nat(5) }), { selector: ({ openid }) => openid })
    const links = edges.map(all => [...linkShares(all.filter(({ openid, sharerOpenid }) => openid !== sharerOpenid).map(edge => ({ ...edge, roomId: 1 })))].sort((a, b) => a.depth - b.depth))
    fc.assert(fc.property(links, fc.nat(7), (all, some) => {
      const part = all.slice(0, some).map(({ openid, sharerOpenid, depth, atMs }) => link(openid, sharerOpenid, depth, atMs))
      const found: ShareLink[] = []
      const walk = (sharer: Person, depth: number): void => sharer.brought.forEach((someone) => {
        found.push(link(someone.openid, sharer.openid, depth, someone.atMs ?? Number.NaN))
        walk(someone, depth + 1)
      })
      const tree = buildTree(part)
      tree.forEach(root => walk(root, 1))
      const byName = (a: ShareLink, b: ShareLink) => a.openid < b.openid ? -1 : 1
      expect(found.sort(byName)).toEqual(part.sort(byName))
      expect(tree.reduce((sum, { reach }) => sum + reach, 0)).toBe(part.length)
    }))
  })

  it('may be as long as there are visitors', () => {
    const links = Array.from({ length: 20_000 }, (_, index) => link(`p${index + 1}`, `p${index}`, index + 1, index))
    expect(buildTree(links)).toMatchObject([{ openid: 'p0', reach: 20_000 }])
  })
})

describe('the address', () => {
  it('says which room and which days, and takes rubbish for the list of rooms', () => {
    expect(placeOf('#room=12&days=7')).toEqual({ roomId: 12, days: 7 })
    for (const rubbish of ['', '#', '#room=0&days=8', '#room=1e3', '#room=-1', '#room=9999999999999999', '#room=<b>&days=__proto__'])
      expect(placeOf(rubbish)).toEqual({ roomId: null, days: 30 })
  })

  it('leads back to where it was', () => {
    for (const days of [0, 7, 30, 90] as const) {
      for (const roomId of [null, 1, Number.MAX_SAFE_INTEGER])
        expect(placeOf(hashOf({ roomId, days }))).toEqual({ roomId, days })
    }
  })
})

describe('a code\'s channel', () => {
  it('comes back with whoever comes by the code; none is no parameters', () => {
    expect(decodeCustomParams(paramsOf(' 门店“海报” '))).toEqual({ channel: '门店“海报”' })
    expect(paramsOf('  ')).toBe('')
  })

  it('fits into what WeChat keeps, however long a name the field takes', () => {
    fc.assert(fc.property(fc.stringMatching(/^[\u4E00-\u9FFF ]{0,40}$/), name => encodeCustomParams(decodeCustomParams(paramsOf(name))).length <= CUSTOM_PARAMS_LIMIT_CHARS))
  })
})

it('a key is asked about only if a header can carry it', () => {
  expect(['preview', 'a b', '~!'].map(canBeKey)).toEqual([true, true, true])
  expect(['', ' a', '密钥', 'a\nb'].map(canBeKey)).toEqual([false, false, false, false])
})
