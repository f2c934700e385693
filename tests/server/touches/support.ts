import type { TouchJson } from '@/server/contract/touches'
import { FAKE_START_MS } from '@/tests/support/fake-clock'

/** A touch as a phone sends it, made ten seconds before the fake clock's beginning. */
export function aTouchJson(differences: Partial<TouchJson> = {}): TouchJson {
  return {
    id: 'touch-1',
    via: 'share-card',
    roomId: 1,
    goodsId: null,
    shareOpenid: '',
    shareId: '',
    customParams: {},
    scene: 1007,
    atMs: FAKE_START_MS - 10_000,
    ...differences,
  }
}
