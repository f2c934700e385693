import { describe, expect, it } from 'vitest'
import { createShareIds } from '@/server/sessions/share-ids'

const ACCOUNT = { appId: 'wx1111111111111111', appSecret: 'a-secret' }

describe('a share id', () => {
  it('is the same for one visitor in every replica', () => {
    expect(createShareIds(ACCOUNT)('o-visitor')).toBe(createShareIds({ ...ACCOUNT })('o-visitor'))
  })

  it('fits into an address, and shows nothing of the openid', () => {
    const shareIdOf = createShareIds(ACCOUNT)
    for (let i = 0; i < 200; i++)
      expect(shareIdOf(`o-visitor-${i}`)).toMatch(/^[\w-]{16}$/)
    expect(shareIdOf('o-visitor')).not.toContain('visitor')
  })

  it.each([
    ['another visitor', createShareIds(ACCOUNT)('o-other')],
    ['another secret', createShareIds({ ...ACCOUNT, appSecret: 'b-secret' })('o-visitor')],
    ['another mini program', createShareIds({ ...ACCOUNT, appId: 'wx2222222222222222' })('o-visitor')],
  ])('is another for %s', (_what, other) => {
    expect(other).not.toBe(createShareIds(ACCOUNT)('o-visitor'))
  })
})
