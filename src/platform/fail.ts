import type { LiveError } from '@/src/domain/live-error'

/** Throws a `LiveError`, so that the compiler checks what is thrown. */
export function fail(error: LiveError): never {
  throw error
}
