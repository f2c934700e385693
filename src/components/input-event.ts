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
  const detail: unknown = 'detail' in event ? event.detail : undefined
  return typeof detail === 'object' && detail !== null && 'value' in detail ? detail.value : undefined
}
