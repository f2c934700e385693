import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRejection, toInteger } from '@/src/platform/rejection'

describe('reading a failure', () => {
  it('prefers what WeChat says to what the engine says', () => {
    expect(readRejection(Object.assign(new Error('engine'), { errMsg: 'request:fail', errCode: 5 }))).toEqual({ message: 'request:fail', code: 5 })
  })

  it('has no code where it is no whole number', () => {
    expect(readRejection({ errMsg: 'fail', errCode: 'E_BUSY', code: 1.5 })).toEqual({ message: 'fail' })
  })

  it('never throws', () => {
    const hostile = new Proxy({}, { ownKeys: () => {
      throw new Error('hands off')
    } })
    expect(readRejection(hostile)).toEqual({ message: '' })
    fc.assert(fc.property(fc.anything(), thrown => typeof readRejection(thrown).message === 'string'))
  })
})

describe('a whole number', () => {
  it.each([[5, 5], ['5', 5], ['-1', -1], [0, 0], ['0', 0]])('is %j', (input, integer) => {
    expect(toInteger(input)).toBe(integer)
  })

  it.each([undefined, null, '', ' ', '5 ', '1e3', '0x10', 1.5, Number.NaN, Number.POSITIVE_INFINITY, true, [5], {}])('is not %j', (input) => {
    expect(toInteger(input)).toBeNull()
  })
})
