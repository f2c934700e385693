import type { LiveError } from './live-error'

/** What a page says above a room list; `atMs` is the age of what is shown, milliseconds since the epoch. */
export type RoomListNotice
  = | { readonly kind: 'client-too-old' }
    | { readonly kind: 'offline', readonly atMs: number | null }
    | { readonly kind: 'refresh-failed', readonly error: LiveError }
    | { readonly kind: 'stale', readonly atMs: number }
