import type { CustomParams } from '@/src/domain/custom-params'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CUSTOM_PARAMS_LIMIT_CHARS, decodeCustomParams, encodeCustomParams, fittingParams } from '@/src/domain/custom-params'
import { thrownBy } from './support/thrown-by'

const encodeTimes = (text: string, times: number): string => times === 0 ? text : encodeTimes(encodeURIComponent(text), times - 1)

// What a JSON text can hold; round trips are compared in this form because JSON knows no -0.
const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const anyParams = fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 10 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 5 })
  .filter(params => !/"(?:__\w+__|constructor|prototype|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)":/.test(JSON.stringify(params)))
  .map(params => params as CustomParams)

const anyFittingParams = anyParams.filter(params => encodeURIComponent(JSON.stringify(params)).length <= CUSTOM_PARAMS_LIMIT_CHARS)

describe('encodeCustomParams', () => {
  it('encodes JSON once, as the documentation of WeChat does', () => {
    expect(encodeCustomParams({ path: 'pages/index/index', pid: 1 })).toBe(encodeURIComponent(JSON.stringify({ path: 'pages/index/index', pid: 1 })))
  })

  it('is empty for no parameters, so that the URL can go without', () => {
    expect(encodeCustomParams({})).toBe('')
  })

  it('leaves an undefined field out instead of sending %7B%7D', () => {
    const slip = JSON.parse('{}')
    slip.path = undefined
    expect(encodeCustomParams(slip)).toBe('')
    expect(encodeCustomParams({ ...slip, pid: 1 })).toBe(encodeCustomParams({ pid: 1 }))
  })

  it.each([
    ['Latin letters', 'a'],
    ['Chinese text', '直'],
    ['emoji', '🎥'],
    ['characters that JSON escapes', '"'],
  ])('passes 600 encoded characters of %s and refuses 601', (_, unit) => {
    const lengthOf = (text: string) => encodeURIComponent(JSON.stringify({ t: text })).length
    let text = ''
    while (lengthOf(text + unit) <= 600) text += unit
    const full = text + 'x'.repeat(600 - lengthOf(text))

    expect(encodeCustomParams({ t: full })).toHaveLength(600)
    expect(thrownBy(() => encodeCustomParams({ t: `${full}x` }))).toEqual({ kind: 'custom-params-too-long', lengthChars: 601, limitChars: 600 })
  })

  it('counts encoded characters: 200 Chinese characters are far too long', () => {
    expect(thrownBy(() => encodeCustomParams({ t: '直'.repeat(200) }))).toMatchObject({ kind: 'custom-params-too-long', lengthChars: 1822 })
  })

  it.each([
    ['a function', { callback: () => {} }],
    ['a symbol', { tag: Symbol('tag') }],
    ['NaN', { price: Number.NaN }],
    ['Infinity', { price: Number.POSITIVE_INFINITY }],
    ['a bigint', { id: 1n }],
    ['undefined in a list', { ids: [1, undefined] }],
    ['half an emoji in a value', { name: '🎥'.slice(0, 1) }],
    ['half an emoji in a key', { ['🎥'.slice(1)]: 1 }],
    ['a list', [1, 2]],
    ['text', 'pid=1'],
    ['null', null],
    ['undefined', undefined],
    ['a number', 12],
  ])('refuses %s, which JSON cannot carry', (_, params) => {
    expect(thrownBy(() => encodeCustomParams(params as unknown as CustomParams))).toMatchObject({ kind: 'custom-params-not-json' })
  })

  it('refuses a circle and keeps the cause', () => {
    const circle: { self?: CustomParams } = {}
    circle.self = circle
    expect(thrownBy(() => encodeCustomParams(circle as CustomParams))).toMatchObject({ kind: 'custom-params-not-json', cause: expect.any(TypeError) })
  })

  it('gives at most 600 characters or a named error, whatever it is given', () => {
    fc.assert(fc.property(fc.anything(), (input) => {
      const error = thrownBy(() => {
        expect(encodeCustomParams(input as CustomParams)).toMatch(/^(?:%7B.{0,594}%7D)?$/)
      })
      expect([undefined, 'custom-params-too-long', 'custom-params-not-json']).toContain(error && (error as { kind?: string }).kind)
    }))
  })
})

describe('fittingParams', () => {
  it('travel on where they fit, and give way where they do not', () => {
    const params = { pid: '甲' }
    expect(fittingParams(params)).toBe(params)
    expect(fittingParams({ note: '长'.repeat(80) })).toEqual({})
    expect(fittingParams({ from: 'room', note: '长'.repeat(80) }, { from: 'room' })).toEqual({ from: 'room' })
  })
})

describe('decodeCustomParams', () => {
  it('finds what was encoded, however often it was encoded again on the way', () => {
    fc.assert(fc.property(anyFittingParams, fc.integer({ min: 0, max: 2 }), (params, times) => {
      expect(decodeCustomParams(encodeTimes(encodeCustomParams(params), times))).toEqual(throughJson(params))
    }))
  })

  it('takes an object as the plugin gives it, and plain JSON', () => {
    fc.assert(fc.property(anyFittingParams, (params) => {
      expect(decodeCustomParams(params)).toEqual(throughJson(params))
      expect(decodeCustomParams(JSON.stringify(params))).toEqual(throughJson(params))
    }))
  })

  it('does not decode a fourth time', () => {
    const json = '{"pid":1}'
    expect(decodeCustomParams(encodeTimes(json, 3))).toEqual({ pid: 1 })
    expect(decodeCustomParams(encodeTimes(json, 4))).toEqual({})
  })

  it('reads JSON of which only the quotes are encoded', () => {
    expect(decodeCustomParams('{%22pid%22:1}')).toEqual({ pid: 1 })
  })

  it('leaves encoded values encoded, a plus a plus, and a percent sign alone', () => {
    const params = { name: '%E7%9B%B4', sum: '1+1', off: '100%', literal: '100%25' }
    for (const input of [params, JSON.stringify(params), encodeTimes(JSON.stringify(params), 1), encodeTimes(JSON.stringify(params), 2)])
      expect(decodeCustomParams(input)).toEqual(params)
  })

  it('takes a raw plus for a plus, not for a space', () => {
    expect(decodeCustomParams('%7B%22sum%22%3A%221+1%22%7D')).toEqual({ sum: '1+1' })
  })

  it('finds nothing in what is larger than WeChat can have carried', () => {
    const everythingEncoded = (text: string, times: number): string => times === 0
      ? text
      : everythingEncoded([...text].map(letter => `%${letter.charCodeAt(0).toString(16)}`).join(''), times - 1)
    const json = (chars: number) => `{"a":"${'x'.repeat(chars)}"}`
    expect(decodeCustomParams(everythingEncoded(json(1500), 3))).toHaveProperty('a')
    expect(decodeCustomParams(everythingEncoded(json(1600), 3))).toEqual({})
    expect(decodeCustomParams({ a: '%41'.repeat(700) })).toEqual({})
  })

  it.each([undefined, null, '', 'null', '[]', '[{"pid":1}]', '"text"', '12', 'true', 12, true, [], ['{"pid":1}'], '{', '{"pid":', '%7B%22pid', '%', '%E4%', '%7B%7', () => {}, Symbol('s'), 1n])('finds no parameters in %s', (input) => {
    expect(decodeCustomParams(input)).toEqual({})
  })

  it('finds no parameters in JSON that WeChat cut off after 600 characters', () => {
    const whole = encodeURIComponent(JSON.stringify({ t: '直'.repeat(100) }))
    expect(decodeCustomParams(whole.slice(0, 600))).toEqual({})
  })

  it.each([
    '{"__proto__":{"isAdmin":true},"pid":1}',
    '{"constructor":{"prototype":{"isAdmin":true}},"pid":1}',
    '{"prototype":{"isAdmin":true},"pid":1}',
  ])('cannot be used to pollute prototypes: %s', (json) => {
    for (const input of [json, JSON.parse(json), encodeTimes(json, 1), encodeTimes(json, 2)]) {
      expect(Object.keys(decodeCustomParams(input))).toEqual(['pid'])
      expect(Object.assign({}, decodeCustomParams(input))).not.toHaveProperty('isAdmin')
    }
    expect({}).not.toHaveProperty('isAdmin')
  })

  it('drops dangerous keys at every depth', () => {
    const params = decodeCustomParams('{"a":[{"__proto__":{"x":1},"b":{"constructor":1,"prototype":2,"c":3}}]}')
    expect(JSON.stringify(params)).toBe('{"a":[{"b":{"c":3}}]}')
  })

  it('drops names that cannot be assigned once the plugin has frozen the prototypes', () => {
    expect(decodeCustomParams('{"toString":1,"valueOf":2,"pid":3}')).toEqual({ pid: 3 })
    expect(encodeCustomParams({ toString: 1, pid: 3 } as unknown as CustomParams)).toBe(encodeCustomParams({ pid: 3 }))
  })

  it('gives an object of its own', () => {
    const params = { tags: ['a'] }
    const decoded = decodeCustomParams(params)
    params.tags.push('b')
    expect(decoded).toEqual({ tags: ['a'] })
  })

  it('is quick about 5 MB of anything, and finds nothing in it', () => {
    const rubbish = ['%25'.repeat(1_700_000), '{'.repeat(5_000_000), `{"a":"${'直'.repeat(5_000_000)}"}`, { a: 'x'.repeat(5_000_000) }]
    const start = performance.now()
    for (const input of rubbish) expect(decodeCustomParams(input)).toEqual({})
    expect(performance.now() - start).toBeLessThan(1000)
  })

  it('survives 10,000 nested brackets, as text and as lists', () => {
    const text = `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`
    let lists: unknown[] = []
    for (let depth = 0; depth < 10_000; depth++) lists = [lists]

    for (const input of [text, encodeURIComponent(text), { a: lists }]) expect(decodeCustomParams(input)).toEqual({})
  })

  it('gives nothing that is nested so deep that it could not be stored', () => {
    const deepest = `{"a":${'['.repeat(997)}${']'.repeat(997)}}`
    expect(decodeCustomParams(deepest)).toHaveProperty('a')
    expect(decodeCustomParams(`${deepest} `)).toEqual({})
  })

  it('survives circles and getters that throw', () => {
    const circle: Record<string, unknown> = {}
    circle.self = circle
    expect(decodeCustomParams(circle)).toEqual({})
    expect(decodeCustomParams(Object.defineProperty({}, 'pid', { enumerable: true, get: () => JSON.parse('{') }))).toEqual({})
  })

  it('always gives a plain object that JSON can carry', () => {
    fc.assert(fc.property(fc.oneof(fc.anything(), fc.json(), fc.string(), fc.json().map(encodeURIComponent)), (input) => {
      const params = decodeCustomParams(input)
      expect(Object.getPrototypeOf(params)).toBe(Object.prototype)
      expect(JSON.parse(JSON.stringify(params))).toEqual(params)
    }))
  })
})
