import type { SimulatedRoom, SimulatedShareEntry, TextStore } from '../simulated/share-entry'
import type { SimulatedWorld } from '../simulated/simulated-world'
import type { KeyValueStore } from '@/src/domain/key-value-store'
import type { RoomId } from '@/src/domain/room'
import type { EnterOptions } from '@/src/domain/scene'
import type { Http } from '@/src/platform/http'
import { parseRoomId } from '@/src/domain/room'
import { fieldsOf, wholeNumberOf } from '@/src/domain/untrusted'
import { leaveShareEntry, simulatedShareCard, takeShareEntry } from '../simulated/share-entry'
import { PREVIEW_ROOM_ROUTE } from './room-entrance'

/** The browser as a WeChat: one tab is one visit, rooms are those of the gateway's simulator. */
export interface PreviewWorld extends SimulatedWorld {
  /** The options of `App.onShow` as WeChat would give them: with the card's scene, without the room's parameters. */
  readonly enter: (options: EnterOptions) => EnterOptions
  /** Ends what the way in allowed: whoever comes back from the background comes through no card. */
  readonly leave: () => void
  /** Sends a card out of a room; the next start of the app in this tab opens it as another visitor. */
  readonly share: (room: SimulatedRoom) => void
}

/** What {@link createPreviewWorld} leans on. */
export interface PreviewWorldOptions {
  readonly http: Pick<Http, 'get'>
  /** Remembers subscriptions. */
  readonly storage: KeyValueStore
  /** Carries a card from one start of the app to the next. */
  readonly session: TextStore
}

/** Opened from the list of recent mini-programs, the most ordinary way in. */
const ORDINARY_SCENE = 1001

const FIRST_VISITOR = 'visitor-1'

/** Makes the world of one tab; takes the card that was left for it. */
export function createPreviewWorld({ http, storage, session }: PreviewWorldOptions): PreviewWorld {
  const entry: SimulatedShareEntry | null = takeShareEntry(session)
  const openid = entry?.openid ?? FIRST_VISITOR
  const subscriptionsKey = `preview.subscriptions.${openid}`
  let scene = entry?.scene ?? ORDINARY_SCENE

  function subscriptions(): RoomId[] {
    const stored = storage.get(subscriptionsKey)
    return Array.isArray(stored) ? stored.map(parseRoomId).filter(roomId => roomId !== null) : []
  }

  return {
    openid,
    enterScene: () => scene,
    shareEntry: () => entry,
    liveStatusOf: async (roomId) => {
      const answer = await http.get(`/simulator/plugin/live-status?room_id=${roomId}`).catch(refuseAsPlugin)
      return wholeNumberOf(fieldsOf(answer).liveStatus) ?? 0
    },
    isSubscribed: roomId => subscriptions().includes(roomId),
    setSubscribed: (roomId, isSubscribed) => {
      const others = subscriptions().filter(other => other !== roomId)
      storage.set(subscriptionsKey, isSubscribed ? [...others, roomId] : others)
    },
    enter: options => ({
      ...options,
      scene,
      query: `/${options.path.replace(/^\//, '')}` === PREVIEW_ROOM_ROUTE ? {} : options.query,
    }),
    leave: () => {
      scene = ORDINARY_SCENE
    },
    share: room => leaveShareEntry(session, simulatedShareCard(room, openid, entry)),
  }
}

// The plugin knows nothing of the gateway; it speaks of its failures as WeChat does.
function refuseAsPlugin(cause: unknown): never {
  const refusal = { errMsg: 'getLiveStatus:fail', cause }
  throw refusal
}
