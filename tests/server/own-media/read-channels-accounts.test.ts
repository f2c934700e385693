import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readChannelsAccounts } from '@/server/own-media/read-channels-accounts'
import { parseChannelsAccounts } from '@/src/domain/channels-account'

describe('the shop\'s Channels accounts', () => {
  it('are ids in a row; a star marks those of the mini program\'s own subject', () => {
    expect(readChannelsAccounts(' sphTea* , sphKitchen,')).toEqual({
      items: [{ finderUserName: 'sphTea', isSameSubject: true }, { finderUserName: 'sphKitchen', isSameSubject: false }],
      problems: [],
    })
  })

  it.each(['tea', 'sph', 'sph tea', 'sphTea**', '*', `sph${'x'.repeat(65)}`])('are not %j', (entry) => {
    expect(readChannelsAccounts(`sphGood,${entry}`)).toEqual({ items: [], problems: [expect.stringMatching(/^CHANNELS_ACCOUNTS: ".*" is no Channels account id; those begin with sph/)] })
  })

  it('are there once each, star or not', () => {
    expect(readChannelsAccounts('sphTea,sphTea*,sphTea').problems).toEqual(['CHANNELS_ACCOUNTS: "sphTea" is there more than once'])
  })

  it('are what the app reads, whatever was accepted', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.stringMatching(/^sph[\w-]{0,4}\*?$/), fc.string())), (entries) => {
      const { items } = readChannelsAccounts(entries.join())
      expect(parseChannelsAccounts({ accounts: items })).toEqual(items)
    }))
  })
})
