import type { LiveError } from '@/src/domain/live-error'
import type { RoomId } from '@/src/domain/room'
import type { VisitorSession } from '@/src/domain/touch-api'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { toLiveError } from '@/src/domain/live-error'
import { createVisitorSessions } from '@/src/domain/visitor-session'
import { usePlatform } from '@/src/platform/use-platform'

const SHARE_ID_KEY = 'identity.share-id'

/** Who this visitor is: as the gateway knows them from WeChat, and as the live plugin knows them. */
export const useIdentityStore = defineStore('identity', () => {
  const { clock, livePlugin, login, network, storage, touchApi } = usePlatform()

  /** As the gateway has it from WeChat; null before the first session of this start. */
  const openid = shallowRef<string | null>(null)
  /** Stands for this visitor on the cards that they send; the last one known, so that a card sent at once carries it. */
  const shareId = shallowRef<string | null>(readShareId(storage.get(SHARE_ID_KEY)))
  /** As the plugin knows them in a room; null before it was asked. */
  const pluginOpenid = shallowRef<string | null>(null)
  /** Why there is no session yet; null once there is. */
  const error = shallowRef<LiveError | null>(null)
  /** Gateway and plugin do not mean the same visitor: the gateway's account is another than this mini program's. */
  const hasOpenidMismatch = computed(() => openid.value !== null && pluginOpenid.value !== null && openid.value !== pluginOpenid.value)

  // For whoever has the developer tools open; the names themselves are nobody's business.
  watch(hasOpenidMismatch, has => has && console.warn('[weixin-live] The gateway and the live plugin know this visitor by different openids: the gateway\'s WECHAT_APP_ID is not the appid of this mini program, so visits and shares will not fit together.'), { flush: 'sync' })

  const sessions = createVisitorSessions({
    clock,
    login,
    createSession: async code => note(await touchApi.createSession(code)),
    random: Math.random,
  })
  let question: Promise<void> | undefined
  let isWanted = false

  function note(session: VisitorSession): VisitorSession {
    openid.value = session.openid
    shareId.value = session.shareId
    try {
      storage.set(SHARE_ID_KEY, session.shareId)
    }
    catch {
      // The next start asks the gateway anyway; until then its cards name nobody.
    }
    return session
  }

  /** Makes sure that the gateway's half is known, or asked for as soon as the network is back. Never rejects. */
  async function identify(): Promise<void> {
    if (openid.value !== null)
      return
    isWanted = true
    sessions.hurry()
    try {
      await sessions.get()
      error.value = null
    }
    catch (thrown) {
      error.value = toLiveError(thrown)
    }
  }

  /** Asks the plugin who this visitor is, once it has not said so yet. Never rejects: the next room is another chance. */
  function learnOpenid(roomId: RoomId): Promise<void> {
    if (pluginOpenid.value !== null)
      return Promise.resolve()
    question ??= livePlugin.getOpenid(roomId)
      .then((answer) => {
        pluginOpenid.value = answer
      })
      .catch(() => {})
      .finally(() => question = undefined)
    return question
  }

  network.onChange((isOnline) => {
    if (isOnline && isWanted)
      void identify()
  })

  return {
    openid,
    shareId,
    pluginOpenid,
    hasOpenidMismatch,
    error,
    identify,
    learnOpenid,
    /** The session, for the outbox. Its token is in no state: what looks into stores must not see it. */
    sessions: () => sessions,
  }
})

function readShareId(stored: unknown): string | null {
  return typeof stored === 'string' && stored !== '' ? stored : null
}
