import { fieldsOf } from '@/src/domain/untrusted'

/**
 * A number of a video's event, e.g. `duration` in seconds; uni carries it in `detail`.
 * @returns 0 for what the player does not say
 */
export function numberIn(event: Event, name: string): number {
  const value = fieldsOf(fieldsOf(event).detail)[name]
  return typeof value === 'number' && value < Infinity ? value : 0
}
