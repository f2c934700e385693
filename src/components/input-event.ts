import { fieldsOf } from '@/src/domain/untrusted'

/**
 * What the user typed, from uni's input event, which carries it in `detail` although a template takes it for the DOM's.
 * @param event an `input` event
 */
export function textOfInput(event: Event): string {
  const value = detailOf(event)
  return typeof value === 'string' ? value : ''
}

/**
 * Whether a switch is on, from uni's change event.
 * @param event a `change` event
 */
export function isSwitchedOn(event: Event): boolean {
  return detailOf(event) === true
}

function detailOf(event: Event): unknown {
  return fieldsOf(fieldsOf(event).detail).value
}
