/**
 * Whether a key must not be copied from outside onto an object: every object inherits something of this name.
 * `__proto__` would change the object; for the others WeChat's plugin, which freezes the prototypes, makes a plain
 * assignment throw.
 */
export function isUnsafeKey(key: string): boolean {
  return key in Object.prototype || key === 'prototype'
}

/** Something from outside as a bag of unknown fields; null unless it is an object. Arrays are none. */
export function objectOf(input: unknown): Readonly<Record<string, unknown>> | null {
  return isFields(input) ? input : null
}

/** The fields of something from outside, not yet parsed: none unless it is an object. */
export function fieldsOf(input: unknown): Readonly<Record<string, unknown>> {
  return objectOf(input) ?? {}
}

function isFields(input: unknown): input is Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null && !Array.isArray(input)
}

/** Text from outside, cut to `maxChars` without halving an emoji; empty for anything that is not text. */
export function textOf(input: unknown, maxChars: number): string {
  if (typeof input !== 'string')
    return ''
  if (input.length <= maxChars)
    return input
  return input.slice(0, maxChars).replace(/[\uD800-\uDBFF]$/, '')
}

/** A whole number from outside, zero or above; null for anything else, its text included. */
export function wholeNumberOf(input: unknown): number | null {
  return typeof input === 'number' && Number.isSafeInteger(input) && input >= 0 ? input : null
}

/** A finite number from outside, or its text, which some WeChats send instead; null for anything else. */
export function numberOf(input: unknown): number | null {
  const value = typeof input === 'string' && /^-?\d+(?:\.\d+)?$/.test(input) ? Number(input) : input
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
