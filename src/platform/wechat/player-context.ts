import type { ComponentPublicInstance } from 'vue'
import type { ClientFeature, ClientVersions } from '@/src/domain/client-features'
import type { LiveError } from '@/src/domain/live-error'
import type { PlayerControls, PlayerSnapshot } from '@/src/domain/player-controls'
import { BASE_LIBRARY_OF, hasFeature } from '@/src/domain/client-features'
import { systemClock } from '@/src/domain/clock'
import { fieldsOf, textOf, wholeNumberOf } from '@/src/domain/untrusted'
import { fail } from '@/src/platform/fail'
import { readRejection } from '@/src/platform/rejection'
import { settleInTime } from '@/src/platform/settle-in-time'

const TIMEOUT_MS = 3_000
const MAX_PATH_CHARS = 1024

const FEATURE_OF: Readonly<Record<keyof PlayerControls, ClientFeature>> = {
  play: 'player',
  stop: 'player',
  pause: 'player-pause',
  resume: 'player-pause',
  mute: 'player',
  requestFullScreen: 'player',
  exitFullScreen: 'player',
  snapshot: 'player-snapshot',
  exitPictureInPicture: 'player-small-window',
  requestBackgroundPlayback: 'player-background',
  exitBackgroundPlayback: 'player-background',
  startCasting: 'player-casting',
  exitCasting: 'player-casting',
  reconnectCasting: 'player-casting',
  switchCasting: 'player-casting',
}

/**
 * WeChat's LivePlayerContext behind promises and version guards. Every method reaches WeChat in the very call, as casting
 * demands, and settles within 3 s.
 * @param instance the component whose template holds the player
 * @param id the player's id in that template
 * @param client how new this WeChat is
 * @see https://developers.weixin.qq.com/miniprogram/dev/api/media/live/LivePlayerContext.html
 */
export function createPlayerContext(instance: ComponentPublicInstance | null, id: string, client: () => ClientVersions): PlayerControls {
  function call(method: keyof PlayerControls, options: object = {}): Promise<unknown> {
    const apiName = `LivePlayerContext.${method}`
    const feature = FEATURE_OF[method]
    return settleInTime(systemClock, TIMEOUT_MS, () => {
      // uni's own createLivePlayerContext copies the component it is given; WeChat wants its own, which is $scope.
      const context = wx.createLivePlayerContext(id, instance && Reflect.get(instance, '$scope'))
      const run: unknown = Reflect.get(context, method)
      return !hasFeature(client(), feature) || typeof run !== 'function'
        ? fail({ kind: 'api-missing', apiName, neededVersion: BASE_LIBRARY_OF[feature] })
        : new Promise((resolve, reject) => {
            const refuse = (failure: unknown): void => reject(refusal(apiName, failure))
            try {
              Reflect.apply(run, context, [{ ...options, success: resolve, fail: refuse }])
            }
            catch (thrown) {
              refuse(thrown)
            }
            // The two for the background take no callbacks.
            if (feature === 'player-background')
              resolve(null)
          })
    }, () => refusal(apiName, null))
  }

  const controls: Record<string, (direction?: unknown) => Promise<unknown>> = {}
  for (const method of Object.keys(FEATURE_OF) as (keyof PlayerControls)[])
    controls[method] = () => call(method)
  return {
    ...controls as unknown as PlayerControls,
    requestFullScreen: async direction => void await call('requestFullScreen', { direction }),
    snapshot: async () => snapshotOf(await call('snapshot', { quality: 'raw' })),
  }
}

function refusal(apiName: string, failure: unknown): LiveError {
  return { kind: 'api-failed', apiName, ...readRejection(failure), cause: failure }
}

function snapshotOf(answer: unknown): PlayerSnapshot {
  const fields = fieldsOf(answer)
  const imagePath = textOf(fields.tempImagePath, MAX_PATH_CHARS)
  return imagePath
    ? { imagePath, width: wholeNumberOf(fields.width) ?? 0, height: wholeNumberOf(fields.height) ?? 0 }
    : fail(refusal('LivePlayerContext.snapshot', answer))
}
