import type { CustomParams } from './custom-params'
import type { RoomId } from './room'
import { encodeCustomParams } from './custom-params'

/**
 * The eight attributes of the plugin's `<subscribe>` component.
 * @see https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/industry/liveplayer/component-api.html
 */
export interface SubscribeAttributes {
  readonly roomId: RoomId
  /** In px. */
  readonly width: number
  /** In px. */
  readonly height: number
  /** In px. */
  readonly fontSize: number
  /** Text colour. */
  readonly color: string
  readonly backgroundColor: string
  /** Encoded once; comes back in `App.onShow` when the user enters from the reminder. */
  readonly customParams: string
  /** Whether a tap on the button stays with the button. */
  readonly stopPropagation: boolean
}

/** The attributes that are a matter of taste. */
export type SubscribeLook = Pick<SubscribeAttributes, 'width' | 'height' | 'fontSize' | 'color' | 'backgroundColor'>

/** How the button looks unless told otherwise: a green that white text can be read on, and tall enough for a thumb. */
const LOOK: SubscribeLook = { width: 120, height: 44, fontSize: 16, color: '#FFFFFF', backgroundColor: '#078546' }

/**
 * What to hand to `<subscribe>` for a room.
 * @param roomId the room; 0 shows nothing
 * @param customParams at most 600 characters encoded; longer ones throw a `LiveError`
 * @param look sizes in px and colours that differ from the usual ones
 */
export function subscribeAttributes(roomId: RoomId, customParams: CustomParams, look: Partial<SubscribeLook> = {}): SubscribeAttributes {
  return { roomId, ...LOOK, ...look, customParams: encodeCustomParams(customParams), stopPropagation: true }
}
