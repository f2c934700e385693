import { fieldsOf } from '@/src/domain/untrusted'

/**
 * Where a video is, from uni's `timeupdate` event; both in seconds, 0 for what the player does not say.
 * @param event a `timeupdate` event
 */
export function videoTimeOf(event: Event): { positionS: number, durationS: number } {
  const detail = detailOf(event)
  return { positionS: amountOf(detail?.currentTime), durationS: amountOf(detail?.duration) }
}

/**
 * Whether a video is wider than high, from uni's `loadedmetadata` event.
 * @param event a `loadedmetadata` event
 */
export function isWideVideo(event: Event): boolean {
  const detail = detailOf(event)
  return amountOf(detail?.width) > amountOf(detail?.height)
}

function detailOf(event: Event): Readonly<Record<string, unknown>> | null {
  return fieldsOf('detail' in event ? event.detail : null)
}

function amountOf(input: unknown): number {
  return typeof input === 'number' && input > 0 && input < Infinity ? input : 0
}
