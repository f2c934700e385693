import type { ImageKind, ImageName } from './image-name'
import type { Palette } from './palettes'
import { motifOf } from './motifs'
import { paletteOf } from './palettes'

interface Frame {
  readonly width: number
  readonly height: number
  /** Where the motif's middle is, from the top. */
  readonly motifY: number
  readonly motifScale: number
  /** Where the landscape at the bottom begins; none if absent. */
  readonly groundY?: number
}

// WeChat's shapes: 1080×1920 cover, 800×640 share card, square goods.
const FRAMES: Readonly<Record<ImageKind, Frame>> = {
  cover: { width: 540, height: 960, motifY: 400, motifScale: 1.35, groundY: 590 },
  share: { width: 800, height: 640, motifY: 290, motifScale: 1.35, groundY: 470 },
  goods: { width: 400, height: 400, motifY: 206, motifScale: 1.02 },
}

// Looks that share a motif differ by where things stand.
const LEANS = [0, 0, -26, 26, 14]
const MIRRORED_LOOK = 4

/** A picture of the simulated shop as SVG: a calm gradient and one motif. White text is readable over a cover's lower third. */
export function drawImage({ category, kind, look }: ImageName): string {
  const { width, height, motifY, motifScale, groundY } = FRAMES[kind]
  const palette = paletteOf(category, look)
  const lean = LEANS[look] ?? 0
  const mirror = look === MIRRORED_LOOK ? -1 : 1
  const middle = width / 2
  const radius = Math.min(width, height) * 0.4
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<defs>${gradients(palette, kind)}</defs>
<rect width="${width}" height="${height}" fill="url(#sky)"/>
<circle cx="${middle + lean}" cy="${motifY - 10}" r="${radius * 1.5}" fill="url(#glow)"/>
${rings(middle + lean, motifY - 10, radius, palette)}
${groundY === undefined ? '' : ground(width, height, groundY, lean, palette)}
<g transform="translate(${middle} ${motifY}) scale(${mirror * motifScale} ${motifScale})">${motifOf(category, look)(palette)}</g>
${kind === 'cover' ? `<rect y="${height * 0.5}" width="${width}" height="${height * 0.5}" fill="url(#veil)"/>` : ''}
</svg>`.replaceAll(/\n\s*/g, '')
}

function gradients({ light, middle, deep }: Palette, kind: ImageKind): string {
  const bottom = kind === 'goods' ? middle : deep
  return `<linearGradient id="sky" x1=".2" y1="0" x2=".6" y2="1"><stop stop-color="${light}"/><stop offset=".55" stop-color="${middle}"/><stop offset="1" stop-color="${bottom}"/></linearGradient>`
    + `<radialGradient id="glow"><stop stop-color="#fff" stop-opacity=".55"/><stop offset=".6" stop-color="#fff" stop-opacity=".14"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>`
    + `<linearGradient id="veil" x1="0" y1="0" x2="0" y2="1"><stop stop-color="${deep}" stop-opacity="0"/><stop offset=".45" stop-color="${deep}" stop-opacity=".62"/><stop offset="1" stop-color="${deep}" stop-opacity=".9"/></linearGradient>`
}

function rings(x: number, y: number, radius: number, { light }: Palette): string {
  return [1, 1.22].map(factor => `<circle cx="${x}" cy="${y}" r="${radius * factor}" fill="none" stroke="${light}" stroke-width="1.5" opacity=".5"/>`).join('')
}

// Three hills, each nearer and darker.
function ground(width: number, height: number, top: number, lean: number, { deep, middle }: Palette): string {
  const hill = (y: number, rise: number, fill: string, opacity: number) =>
    `<path d="M0 ${y}C${width * 0.25} ${y - rise} ${width * 0.45} ${y - rise * 0.2} ${width * 0.62} ${y + rise * 0.2}S${width * 0.9} ${y - rise * 0.6} ${width} ${y - rise * 0.3}V${height}H0Z" fill="${fill}" opacity="${opacity}"/>`
  const step = (height - top) / 4
  return hill(top, 60 + lean, middle, 0.75) + hill(top + step, 44 - lean, deep, 0.38) + hill(top + step * 2, 50 + lean, deep, 0.5)
}
