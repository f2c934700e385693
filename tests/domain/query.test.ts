import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeRepeatedly, parseQuery, queryOf, stringifyQuery } from '@/src/domain/query'

const anyKey = fc.string({ unit: 'grapheme', minLength: 1 }).filter(key => !(key in {}) && key !== 'prototype' && !key.startsWith('?'))

describe('query strings', () => {
  it('come back as they were', () => {
    fc.assert(fc.property(fc.dictionary(anyKey, fc.string({ unit: 'grapheme' })), (values) => {
      expect(parseQuery(stringifyQuery(values))).toEqual(values)
    }))
  })

  it('are encoded once, without what is undefined', () => {
    expect(stringifyQuery({ room_id: 12, from: '群 聊', none: undefined, empty: '' })).toBe('room_id=12&from=%E7%BE%A4%20%E8%81%8A&empty=')
    expect(stringifyQuery({})).toBe('')
  })

  it('may start with a question mark, lack values, repeat keys and hold further equal signs', () => {
    expect(parseQuery('?a=1&b&c=&a=2&d=x=y&=z&&')).toEqual({ a: '1', b: '', c: '', d: 'x=y' })
  })

  it('keep what cannot be decoded, and a plus', () => {
    expect(parseQuery('a=%E4%&b=1+1&%=c')).toEqual({ 'a': '%E4%', 'b': '1+1', '%': 'c' })
  })

  it('have no names that every object inherits', () => {
    expect(parseQuery('__proto__=1&constructor=2&toString=3&prototype=4&a=5')).toEqual({ a: '5' })
    expect(queryOf(JSON.parse('{"__proto__":"1","constructor":"2","toString":"3","a":"5"}'))).toEqual({ a: '5' })
  })

  it('have no parameters beyond 10,000 characters', () => {
    expect(parseQuery(`a=${'x'.repeat(9998)}`)).toHaveProperty('a')
    expect(parseQuery(`a=${'x'.repeat(9999)}`)).toEqual({})
  })
})

describe('queryOf', () => {
  it('takes values as they come, and numbers and booleans as text', () => {
    expect(queryOf({ a: '%20', b: 12, c: true, d: null, e: ['1'], f: { g: 1 }, h: undefined })).toEqual({ a: '%20', b: '12', c: 'true' })
  })

  it('takes text for a query string', () => {
    expect(queryOf('room_id=12')).toEqual({ room_id: '12' })
  })

  it('finds no parameters in a list', () => {
    expect(queryOf(['12'])).toEqual({})
  })

  it('never throws, and never gives anything but text', () => {
    fc.assert(fc.property(fc.anything(), (input) => {
      expect(Object.values(queryOf(input)).every(value => typeof value === 'string')).toBe(true)
    }))
  })
})

describe('decodeRepeatedly', () => {
  it('decodes at most three times', () => {
    const encodeTimes = (times: number): string => times === 0 ? 'room_id=12&a=播' : encodeURIComponent(encodeTimes(times - 1))
    for (const times of [0, 1, 2, 3]) expect(decodeRepeatedly(encodeTimes(times))).toBe('room_id=12&a=播')
    expect(decodeRepeatedly(encodeTimes(4))).toBe(encodeTimes(1))
  })

  it('stops where nothing can be decoded', () => {
    expect(decodeRepeatedly('100%')).toBe('100%')
    expect(decodeRepeatedly('%2525E4')).toBe('%E4')
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(typeof decodeRepeatedly(text)).toBe('string')
    }))
  })
})
