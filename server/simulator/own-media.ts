import type { Category } from './shop'
import type { ChannelsAccount } from '@/src/domain/channels-account'
import type { Stream, StreamOrientation } from '@/src/domain/stream'
import { imagePath } from './image-name'

/** A stream of the simulated shop; its clip is drawn from the same category's picture. */
export interface SimulatedStream {
  readonly id: string
  readonly title: string
  readonly category: Category
  readonly orientation: StreamOrientation
}

/** The simulated shop's own streams. */
export const SIMULATED_STREAMS: readonly SimulatedStream[] = [
  { id: 'teahouse', title: '茶室慢直播', category: 'tea', orientation: 'vertical' },
  { id: 'kitchen', title: '厨房慢直播', category: 'kitchen', orientation: 'horizontal' },
]

/** The simulated shop's Channels accounts: one of its own subject, one of a partner's. */
export const SIMULATED_ACCOUNTS: readonly ChannelsAccount[] = [
  { finderUserName: 'sphsimulatedteahouse', isSameSubject: true },
  { finderUserName: 'sphsimulatedkitchen', isSameSubject: false },
]

/**
 * The simulated shop's own streams as a shop would configure them.
 * @param publicUrl where the gateway serves the simulator's videos
 */
export function simulatedStreams(publicUrl: string): readonly Stream[] {
  return SIMULATED_STREAMS.map(({ id, title, category, orientation }) => ({
    id,
    title,
    liveUrl: `${publicUrl}/simulator/streams/${id}/live.flv`,
    hlsUrl: `${publicUrl}/simulator/streams/${id}/live.m3u8`,
    coverUrl: publicUrl + imagePath({ category, kind: orientation === 'vertical' ? 'cover' : 'share', look: 0 }),
    orientation,
  }))
}
