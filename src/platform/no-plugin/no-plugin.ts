import type { LiveError } from '@/src/domain/live-error'
import type { LivePlugin } from '@/src/domain/live-plugin'
import type { RoomEntrance } from '@/src/domain/room-entrance'
import { fail } from '@/src/platform/fail'

const missing: LiveError = { kind: 'plugin-missing' }

const refuse = async (): Promise<never> => fail(missing)

/** The live plugin of a build that has none: every question about it rejects with `plugin-missing`. */
export const noLivePlugin: LivePlugin = {
  getLiveStatus: refuse,
  getSubscribeStatus: refuse,
  getOpenid: refuse,
  getShareParams: refuse,
  inspect: async () => ({ version: null, functions: [], error: missing }),
}

/** The way into a room in a build that has no plugin: there is none. */
export const noRoomEntrance: RoomEntrance = {
  urlOf: () => fail(missing),
  open: refuse,
}
