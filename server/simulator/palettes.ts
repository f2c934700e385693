import type { Category } from './shop'

/** The colours of a picture. */
export interface Palette {
  /** The top of the background. */
  readonly light: string
  readonly middle: string
  /** The bottom of the background; dark enough for white text. */
  readonly deep: string
  /** What the motif is made of. */
  readonly body: string
  /** Its lines and shaded parts. */
  readonly line: string
  /** The one spot of another colour. */
  readonly spot: string
}

const palette = (light: string, middle: string, deep: string, body: string, line: string, spot: string): Palette => ({ light, middle, deep, body, line, spot })

const PALETTES: Readonly<Record<Category, readonly [Palette, Palette]>> = {
  tea: [
    palette('#dfe9d6', '#7ba286', '#1d3a30', '#f6f3e6', '#3f6b54', '#b9cf8f'),
    palette('#f3e6cd', '#c79a62', '#40281a', '#fbf5e6', '#8a5a2f', '#e0a458'),
  ],
  ceramics: [
    palette('#e4eef0', '#86adb9', '#1c3848', '#f7fbfb', '#2f6285', '#7fb3c4'),
    palette('#ece7df', '#a8a294', '#38352f', '#f8f5ef', '#6d6250', '#c98a5e'),
  ],
  fruit: [
    palette('#ffe9cc', '#f2a065', '#6f2c22', '#ffc06b', '#d9652f', '#6c9a4f'),
    palette('#e6e4f3', '#8f86bd', '#2d2450', '#b9aee0', '#5d4f9a', '#86b078'),
  ],
  outdoor: [
    palette('#f7dfcd', '#a493b6', '#272a4b', '#fbeadb', '#4a4a78', '#f2a97a'),
    palette('#d5e6ea', '#6d9aa3', '#173540', '#eef6f4', '#2c5f69', '#f3c879'),
  ],
  books: [
    palette('#d9def0', '#7f88b9', '#252a52', '#fdf7e8', '#4b5290', '#f6cf7d'),
    palette('#fbe3da', '#d99a92', '#4d2a3d', '#fff7ee', '#a3566a', '#f1b56a'),
  ],
  kitchen: [
    palette('#f1e6d8', '#bb9473', '#3a2823', '#4b403c', '#2a201d', '#e98b4e'),
    palette('#f6ead0', '#cfa86a', '#47301b', '#ecd3a0', '#8f6a35', '#7da06a'),
  ],
  linen: [
    palette('#eee9e0', '#b8ad9b', '#413c36', '#faf7f1', '#8d8270', '#c7866b'),
    palette('#e3e8e4', '#94a79d', '#2b3a36', '#f5f7f3', '#5c7469', '#d8b47c'),
  ],
}

/**
 * The colours of a category's picture. Each category has two sets; later looks put the motif of one before the
 * background of the other.
 */
export function paletteOf(category: Category, look: number): Palette {
  const [first, second] = PALETTES[category]
  const [own, other] = look % 2 === 0 ? [first, second] : [second, first]
  const { light, middle, deep } = look === 2 || look === 3 ? other : own
  return { ...own, light, middle, deep }
}
