import type { Category } from './shop'
import { CATEGORIES } from './shop'

/** What a picture is for, and with that its shape. */
export type ImageKind = 'cover' | 'share' | 'goods'

/** One of the simulated shop's pictures. */
export interface ImageName {
  readonly category: Category
  readonly kind: ImageKind
  readonly look: number
}

const IMAGE_KINDS: readonly ImageKind[] = ['cover', 'share', 'goods']

/** Where a picture is, below the gateway's address. */
export function imagePath({ category, kind, look }: ImageName): string {
  return `/simulator/images/${category}-${kind}-${look}.svg`
}

/** Reads a file name that {@link imagePath} has made; null for any other. */
export function parseImageFile(file: string): ImageName | null {
  const [, categoryText, kindText, look] = /^([a-z]+)-([a-z]+)-(\d)\.svg$/.exec(file) ?? []
  const category = CATEGORIES.find(known => known === categoryText)
  const kind = IMAGE_KINDS.find(known => known === kindText)
  return category && kind ? { category, kind, look: Number(look) } : null
}
