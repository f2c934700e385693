import type { BinaryLike } from 'node:crypto'
import { createHash } from 'node:crypto'

/** A strong `ETag` for these bytes: the same bytes always have the same, whichever replica sends them. */
export function etagOf(body: BinaryLike): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
}

/**
 * Whether the asker has this very answer. Weak tags match too: a proxy that compresses an answer makes its tag weak.
 * @param tags the header `if-none-match`
 * @param etag the answer's
 */
export function hasAnswer(tags: string | undefined, etag: string): boolean {
  return tags !== undefined && (tags.trim() === '*' || tags.split(',').some(tag => tag.trim().replace(/^W\//, '') === etag))
}
