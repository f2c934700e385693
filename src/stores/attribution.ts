import type { OwnNames } from '@/src/domain/credit'
import type { LiveError } from '@/src/domain/live-error'
import type { GoodsPageQuery } from '@/src/domain/routes'
import type { EnterOptions } from '@/src/domain/scene'
import type { Touch } from '@/src/domain/touch'
import type { PluginVisit } from '@/src/domain/touch-entry'
import type { LinkedVisit } from '@/src/domain/touch-link'
import type { TouchDetail } from '@/src/domain/touch-visit'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { toLiveError } from '@/src/domain/live-error'
import { ownRouteIn } from '@/src/domain/routes'
import { entranceOf, isChannelsScene, isReturnScene, isShareScene } from '@/src/domain/scene'
import { channelsTouchOf, entryOf, parsePluginVisit, touchDetailOf } from '@/src/domain/touch-entry'
import { createTouchHistory } from '@/src/domain/touch-history'
import { createOwedVisits } from '@/src/domain/touch-owed'
import { createTouch, PLAIN_TOUCH } from '@/src/domain/touch-visit'
import { wholeNumberOf } from '@/src/domain/untrusted'
import { usePlatform } from '@/src/platform/use-platform'
import { useIdentityStore } from '@/src/stores/identity'
import { useOutboxStore } from '@/src/stores/outbox'

const OWED_KEY = 'attribution.pending'
const MISSED_KEY = 'attribution.missed'

/** Who shared, who came: every way in makes at most one touch, which is kept for credit and handed to the outbox. */
export const useAttributionStore = defineStore('attribution', () => {
  const { build, channels, clock, livePlugin, storage } = usePlatform()
  const identity = useIdentityStore()
  const outbox = useOutboxStore()

  /** In the order they happened, kept across restarts. */
  const touches = shallowRef<readonly Touch[]>([])
  const latestTouch = computed(() => touches.value[touches.value.length - 1] ?? null)
  /** The ways in about which WeChat still owes an answer, oldest first. */
  const owed = shallowRef(readOwed(storage.get(OWED_KEY)))
  /** The newest of them; null when nothing is owed. */
  const pending = computed(() => owed.value[owed.value.length - 1] ?? null)
  /** How many visits nobody can attribute: the plugin said nothing of them before the visitor came anew, or may not be asked. */
  const missedCount = shallowRef(wholeNumberOf(storage.get(MISSED_KEY)) ?? 0)
  const pluginError = shallowRef<LiveError | null>(null)
  const storageError = shallowRef<LiveError | null>(null)
  /** Why the last visit could not be attributed yet, or not be kept; null when all is well. */
  const error = computed(() => pluginError.value ?? storageError.value)
  /** The page of ours that the last visit asks for in `custom_params.path`, until the offer is dropped. */
  const offeredPath = shallowRef<string | null>(null)
  const scene = shallowRef(0)
  /** The entrance of this visit that a room's address names: a code or an article; null once the visitor came otherwise. */
  const entrance = computed(() => entranceOf(scene.value))

  const history = createTouchHistory({
    clock,
    storage,
    own: ownNames,
    onChange: next => void (touches.value = next),
    onUnsaved: failure => void (storageError.value = failure),
  })
  touches.value = history.touches()

  const visits = createOwedVisits({
    kept: owed.value,
    touchOf: askWechat,
    onTouch: add,
    onChange: (next) => {
      owed.value = next
      persist(OWED_KEY, next)
    },
    onMissed: noteMissed,
    onError: failure => void (pluginError.value = failure),
  })

  async function askWechat(visit: PluginVisit): Promise<TouchDetail | null> {
    if (!isChannelsScene(visit.scene))
      return touchDetailOf(visit, await livePlugin.getShareParams())
    const key = await channels.getShareKey()
    return key && channelsTouchOf(visit, key, ownOpenid())
  }

  /**
   * Takes in `App.onShow`. In a share scene the plugin is asked who shared; a question that fails or hangs is kept and
   * asked again at the next show, so that nothing a user did is lost. Never rejects.
   */
  async function capture(options: EnterOptions): Promise<void> {
    scene.value = options.scene
    const entry = entryOf(options, clock.now())
    switch (entry.kind) {
      case 'own-link':
        followLink(entry.visit)
        break
      case 'plugin':
        if (canAskAbout(entry.visit))
          visitPlugin(entry.visit)
        break
      case 'plain':
        break
      default:
        entry satisfies never
    }
    if (pending.value && canAskAbout(pending.value))
      await visits.ask()
  }

  // Channels need no plugin.
  function canAskAbout(visit: PluginVisit): boolean {
    return build.hasPlugin || isChannelsScene(visit.scene)
  }

  function followLink(visit: LinkedVisit): void {
    visits.leaveBehind()
    const touch = createTouch({ ...PLAIN_TOUCH, ...visit, via: 'own-link', openid: ownOpenid(), scene: scene.value, atMs: clock.now() })
    // Whoever returns to a page through the list of recent mini programs has not tapped its card again.
    const isReturn = isReturnScene(scene.value) && history.hasWay(touch)
    const isByOneself = visit.shareId !== '' && visit.shareId === identity.shareId
    if (!isReturn && !isByOneself)
      add(touch)
  }

  function visitPlugin(visit: PluginVisit): void {
    const touch = visit.reminder && touchDetailOf(visit, null)
    const isKnown = touch !== null && history.has(createTouch(touch))
    if ((isShareScene(visit.scene) || isChannelsScene(visit.scene)) && !isKnown)
      return visits.begin(visit)
    visits.leaveBehind()
    if (touch)
      add(touch)
    else
      noteMissed()
  }

  function noteMissed(): void {
    persist(MISSED_KEY, ++missedCount.value)
  }

  /** Takes in what a goods page was opened with; it counts when that was a product of a room. */
  function visitGoods({ roomId, goodsId, customParams, openid, shareOpenid }: GoodsPageQuery): void {
    if (roomId !== null && goodsId !== null)
      add({ ...PLAIN_TOUCH, via: 'goods-page', roomId, goodsId, customParams, openid: openid || ownOpenid(), shareOpenid, scene: scene.value, atMs: clock.now() })
  }

  function add(detail: TouchDetail): void {
    const touch = createTouch(detail)
    if (history.has(touch))
      return
    outbox.add(touch)
    history.add(touch)
    // A goods page gets the room's parameters each time; only who comes from outside is led somewhere.
    if (touch.via !== 'goods-page')
      offeredPath.value = ownRouteIn(touch.customParams)
  }

  function ownNames(): OwnNames {
    return { openids: [identity.openid, identity.pluginOpenid].filter(openid => openid !== null), shareId: identity.shareId ?? '' }
  }

  function ownOpenid(): string {
    return identity.openid ?? identity.pluginOpenid ?? ''
  }

  function persist(key: string, value: unknown): void {
    try {
      storage.set(key, value)
    }
    catch (thrown) {
      storageError.value = toLiveError(thrown)
    }
  }

  return {
    touches,
    latestTouch,
    owed,
    pending,
    missedCount,
    error,
    offeredPath,
    entrance,
    capture,
    visitGoods,
    creditOf: history.creditOf,
    /** The offer of a page is made once. */
    dropOffer: () => void (offeredPath.value = null),
  }
})

function readOwed(stored: unknown): readonly PluginVisit[] {
  // A single one could be owed before there were several.
  return (Array.isArray(stored) ? stored : [stored]).map(parsePluginVisit).filter(visit => visit !== null)
}
