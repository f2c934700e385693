/**
 * What a page says above a room list; `atMs` is the age of what is shown, milliseconds since the epoch; null for
 * what this visit has seen fresh.
 */
export type RoomListNotice
  = | { readonly kind: 'client-too-old' }
    | { readonly kind: 'offline', readonly atMs: number | null }
    | { readonly kind: 'refresh-failed', readonly atMs: number | null }
    | { readonly kind: 'stale', readonly atMs: number }
