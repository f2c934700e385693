import type { Touch } from '@/src/domain/touch'
import { FAKE_START_MS } from '@/tests/support/fake-clock'

/** A touch about which nothing is special. */
export function aTouch(id: string, change: Partial<Touch> = {}): Touch {
  return {
    id,
    via: 'share-card',
    roomId: 11,
    goodsId: null,
    openid: 'visitor',
    shareOpenid: 'friend',
    shareId: '',
    customParams: { pid: 'a' },
    scene: 1007,
    atMs: FAKE_START_MS,
    ...change,
  }
}
