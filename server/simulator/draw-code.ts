import { createHash } from 'node:crypto'

const SIZE = 29
const MARGIN = 3
const FINDER = 7

/** A picture that looks like a QR code, a different one for each text. No camera reads it: there is nothing to open. */
export function drawCode(text: string): string {
  const bits = bitsOf(text)
  const cells = Array.from({ length: SIZE * SIZE }, (_, i) => [i % SIZE, Math.floor(i / SIZE)] as const)
  const dark = cells.filter(([x, y], i) => isNearFinder(x, y) ? isFinder(x, y) : bits[i])
  const side = SIZE + 2 * MARGIN
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-MARGIN} ${-MARGIN} ${side} ${side}" width="${side * 10}" height="${side * 10}" shape-rendering="crispEdges"><rect x="${-MARGIN}" y="${-MARGIN}" width="${side}" height="${side}" fill="#fff"/><path d="${dark.map(([x, y]) => `M${x} ${y}h1v1h-1z`).join('')}" fill="#191919"/></svg>`
}

function bitsOf(text: string): readonly boolean[] {
  const bytes = Array.from({ length: Math.ceil(SIZE * SIZE / 256) }, (_, i) => [...createHash('sha256').update(`${i} ${text}`).digest()]).flat()
  return bytes.flatMap(byte => Array.from({ length: 8 }, (_, bit) => (byte >> bit & 1) === 1))
}

// Counted from the corner that is nearest; there is none at the lower right.
function fromCorner(x: number, y: number): readonly [number, number] {
  return [Math.min(x, SIZE - 1 - x), Math.min(y, SIZE - 1 - y)]
}

function isNearFinder(x: number, y: number): boolean {
  const [dx, dy] = fromCorner(x, y)
  return dx <= FINDER && dy <= FINDER && !(x > SIZE / 2 && y > SIZE / 2)
}

function isFinder(x: number, y: number): boolean {
  const ring = Math.max(...fromCorner(x, y).map(distance => Math.abs(distance - (FINDER - 1) / 2)))
  return ring <= 1 || ring === 3
}
