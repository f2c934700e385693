import type { Palette } from './palettes'
import type { Category } from './shop'

/** Draws a motif around the origin, about 200 units wide and high. */
export type Motif = (palette: Palette) => string

function STEAM(stroke: string, y: number) {
  return [-26, 0, 26]
    .map(x => `<path d="M${x} ${y}c-16-20 16-30 0-54c-6-10-4-18 2-26" fill="none" stroke="${stroke}" stroke-width="4" stroke-linecap="round" opacity=".75"/>`)
    .join('')
}

const SHADOW = (y: number, rx: number) => `<ellipse cy="${y}" rx="${rx}" ry="9" fill="#000" opacity=".16"/>`

const cup: Motif = ({ body, line, spot }) => `
  ${SHADOW(84, 96)}
  ${STEAM(body, -48)}
  <path d="M66 0c34-8 44 40-8 46" fill="none" stroke="${body}" stroke-width="11"/>
  <path d="M-74-24H74C72 38 46 72 0 72S-72 38-74-24Z" fill="${body}"/>
  <path d="M30-24H74C72 38 46 72 0 72C34 58 40 14 30-24Z" fill="${line}" opacity=".14"/>
  <ellipse cy="-24" rx="74" ry="16" fill="${body}"/>
  <ellipse cy="-24" rx="62" ry="11" fill="${spot}"/>
  <path d="M-60 14C-20 26 20 26 60 14" fill="none" stroke="${line}" stroke-width="3" opacity=".6"/>
  <ellipse cy="78" rx="92" ry="11" fill="${body}"/>
  <ellipse cy="76" rx="60" ry="5" fill="${line}" opacity=".25"/>`

const sprig: Motif = ({ body, line, spot }) => `<g transform="scale(1.16)">
  <path d="M-6 104C4 50 4 10 0-30" fill="none" stroke="${body}" stroke-width="5" stroke-linecap="round"/>
  <path d="M0-14C-22-44-20-84 2-108C20-82 22-44 0-14Z" fill="${body}"/>
  <path d="M0 26C-64 18-92-22-96-66C-44-60-8-28 0 26Z" fill="${spot}"/>
  <path d="M0 26C-64 18-92-22-96-66C-70-26-40 6 0 26Z" fill="${line}" opacity=".28"/>
  <path d="M2 56C60 58 92 24 102-18C50-18 8 6 2 56Z" fill="${spot}"/>
  <path d="M2 56C60 58 92 24 102-18C74 18 44 42 2 56Z" fill="${line}" opacity=".28"/>
  <path d="M0-20V-84M-8 18C-36-6-62-32-84-56M8 50C36 34 66 10 90-8" fill="none" stroke="${line}" stroke-width="2.5" opacity=".6"/></g>`

const vase: Motif = ({ body, line, spot }) => `
  ${SHADOW(100, 62)}
  <path d="M4-84C10-120 40-128 54-150M8-96C-6-120-24-124-36-144" fill="none" stroke="${line}" stroke-width="3" stroke-linecap="round"/>
  <g fill="${spot}"><circle cx="56" cy="-152" r="11"/><circle cx="-38" cy="-146" r="8"/><circle cx="34" cy="-126" r="6"/></g>
  <path d="M-22-84H22C20-58 18-52 24-42C62-24 74 14 60 56C52 84 32 98 0 98S-52 84-60 56C-74 14-62-24-24-42C-18-52-20-58-22-84Z" fill="${body}"/>
  <path d="M8-84H22C20-58 18-52 24-42C62-24 74 14 60 56C52 84 32 98 0 98C48 70 44-10 10-42C4-54 8-64 8-84Z" fill="${line}" opacity=".16"/>
  <ellipse cy="-84" rx="22" ry="6" fill="${line}" opacity=".55"/>
  <path d="M-42-32C-16-22 16-22 42-32M-66 22C-26 38 26 38 66 22M-64 34C-26 50 26 50 64 34" fill="none" stroke="${line}" stroke-width="3" opacity=".7"/>
  <path d="M-48 8q12-22 24 0t24 0t24 0t24 0" fill="none" stroke="${line}" stroke-width="3" opacity=".7"/>`

const bowls: Motif = ({ body, line, spot }) => `
  ${SHADOW(92, 84)}
  ${[[64, 92, body], [16, 78, spot], [-28, 64, body]].map(([y, r, fill]) => {
    const [cy, rx] = [Number(y), Number(r)]
    return `<g transform="translate(0 ${cy - 50})">
      <path d="M${-rx} 0H${rx}C${rx - 6} 46 ${rx - 44} 66 22 70V78H-22V70C${44 - rx} 66 ${6 - rx} 46 ${-rx} 0Z" fill="${fill}"/>
      <path d="M${rx * 0.4} 0H${rx}C${rx - 6} 46 ${rx - 44} 66 22 70C${rx * 0.5} 50 ${rx * 0.5} 20 ${rx * 0.4} 0Z" fill="${line}" opacity=".18"/>
      <ellipse rx="${rx}" ry="${rx * 0.17}" fill="${fill}"/>
      <ellipse rx="${rx - 8}" ry="${rx * 0.17 - 4}" fill="${line}" opacity=".32"/>
      <path d="M${8 - rx} 20C-30 34 30 34 ${rx - 8} 20" fill="none" stroke="${line}" stroke-width="3" opacity=".55"/></g>`
  }).join('')}`

const citrus: Motif = ({ body, line, spot }) => {
  const wedges = Array.from({ length: 9 }, (_, i) => `<path d="M0-12C16-22 22-52 14-62Q0-70-14-62C-22-52-16-22 0-12Z" transform="rotate(${i * 40})"/>`).join('')
  return `
  ${SHADOW(96, 120)}
  <g transform="translate(-44 0)">
    <circle r="92" fill="${line}"/>
    <circle r="92" fill="${body}" opacity=".35"/>
    <path d="M-70-34A78 78 0 0 1-20-76" fill="none" stroke="#fff" stroke-width="7" stroke-linecap="round" opacity=".45"/>
    <path d="M0-88C10-120 44-134 82-126C74-98 40-82 0-88Z" fill="${spot}"/>
    <path d="M2-88C24-104 50-116 78-124" fill="none" stroke="#fff" stroke-width="2.5" opacity=".5"/>
  </g>
  <g transform="translate(56 28)"><circle r="76" fill="${line}"/><circle r="70" fill="#fff6e4"/><g fill="${body}" stroke="${line}" stroke-opacity=".25">${wedges}</g><circle r="5" fill="#fff6e4"/></g>`
}

const grapes: Motif = ({ body, line, spot }) => {
  const rows = [[-66, 4], [-28, 5], [10, 4], [48, 3], [84, 2], [116, 1]] as const
  const berries = rows.flatMap(([y, count]) => Array.from({ length: count }, (_, i) => {
    const x = (i - (count - 1) / 2) * 42
    return `<g transform="translate(${x} ${y})"><circle r="23" fill="${body}"/><path d="M16-16A23 23 0 0 1-16 16A30 30 0 0 0 16-16Z" fill="${line}" opacity=".35"/><circle cx="-8" cy="-8" r="4.5" fill="#fff" opacity=".7"/></g>`
  }))
  return `
  <path d="M0-70C0-96 8-112 20-126" fill="none" stroke="${line}" stroke-width="6" stroke-linecap="round"/>
  <path d="M6-88C-20-134-74-136-96-118C-98-84-58-64 6-88Z" fill="${spot}"/>
  <path d="M2-90C-30-108-60-114-90-114" fill="none" stroke="#fff" stroke-width="2.5" opacity=".5"/>
  ${berries.join('')}`
}

const peaks: Motif = ({ body, line, spot, middle }) => `
  <circle cx="46" cy="-62" r="44" fill="${spot}"/>
  <path d="M-150 96L-58-44L-14 14L40-72L160 96Z" fill="${line}" opacity=".55"/>
  <path d="M-58-44L-14 14L-34 4L-50 22L-66 0L-88 2Z" fill="${body}"/>
  <path d="M40-72L92 0L70-6L52 16L34-8L4-16Z" fill="${body}"/>
  <path d="M-180 96L-92 16L-40 62L26 8L120 96Z" fill="${line}"/>
  <path d="M-190 92C-120 66-60 92 0 74S140 70 190 92C120 112-120 112-190 92Z" fill="${middle}"/>
  <path d="M-130-84h44M-112-70h60M108-96h36" stroke="${body}" stroke-width="5" stroke-linecap="round" opacity=".8"/>`

const tent: Motif = ({ body, line, spot }) => `
  <g fill="${body}"><circle cx="-96" cy="-98" r="3"/><circle cx="-40" cy="-134" r="4"/><circle cx="52" cy="-118" r="3"/><circle cx="112" cy="-84" r="4"/><circle cx="90" cy="-146" r="2.5"/></g>
  ${SHADOW(88, 150)}
  <path d="M-142 84L-2-72L142 84Z" fill="${body}"/>
  <path d="M-2-72L142 84H58Z" fill="${line}" opacity=".35"/>
  <path d="M-2-72L-44 84H46Z" fill="${line}"/>
  <path d="M-2-72L-44 84H-10Z" fill="${spot}"/>
  <path d="M-2-72L2-92M-142 84L-164 92M142 84L164 92" stroke="${body}" stroke-width="5" stroke-linecap="round"/>
  <path d="M-188 88H188" stroke="${line}" stroke-width="4" stroke-linecap="round" opacity=".5"/>`

const openBook: Motif = ({ body, line, spot }) => `
  <path d="M34-136a46 46 0 1 0 38 68a54 54 0 0 1-38-68Z" fill="${spot}"/>
  <g fill="${spot}"><circle cx="-62" cy="-92" r="5"/><circle cx="-24" cy="-124" r="3.5"/><circle cx="-100" cy="-58" r="3.5"/><circle cx="104" cy="-116" r="4"/></g>
  ${SHADOW(98, 132)}
  <path d="M0 92C-40 66-92 66-138 80V-18C-92-32-40-30 0-4C40-30 92-32 138-18V80C92 66 40 66 0 92Z" fill="${line}"/>
  <path d="M0 80C-40 54-86 54-126 66V-26C-86-38-40-36 0-10Z" fill="${body}"/>
  <path d="M0 80C40 54 86 54 126 66V-26C86-38 40-36 0-10Z" fill="${body}"/>
  <path d="M0 80C40 54 86 54 126 66V52C86 40 40 48 0 80V-10C10 0 10 40 0 80Z" fill="${line}" opacity=".16"/>
  <path d="M-104-6C-76-12-48-8-22 4M-104 16C-76 10-48 14-22 26M-104 38C-80 32-60 34-44 40M22 4C48-8 76-12 104-6M22 26C48 14 76 10 104 16M22 48C36 40 54 34 74 34" fill="none" stroke="${line}" stroke-width="4" stroke-linecap="round" opacity=".45"/>`

const bookStack: Motif = ({ body, line, spot }) => `
  ${SHADOW(94, 110)}
  <g transform="rotate(-2 0 74)"><rect x="-104" y="52" width="208" height="38" rx="6" fill="${line}"/><rect x="-92" y="58" width="196" height="26" rx="3" fill="${body}"/></g>
  <g transform="rotate(2 0 34)"><rect x="-86" y="12" width="180" height="38" rx="6" fill="${spot}"/><rect x="-86" y="18" width="168" height="26" rx="3" fill="${body}"/></g>
  <g transform="rotate(-3)"><rect x="-92" y="-28" width="164" height="38" rx="6" fill="${body}"/><rect x="-80" y="-22" width="152" height="26" rx="3" fill="${line}" opacity=".25"/></g>
  <g stroke="${line}" stroke-width="2" opacity=".35"><path d="M-86 66H100M-86 75H100M-84 26H78M-84 35H78"/></g>
  <g transform="translate(-6 -30)"><path d="M0 0C-40-14-44-66-2-100C34-66 36-14 0 0Z" fill="${spot}"/><path d="M0 0C-40-14-44-66-2-100C-14-66-14-30 0 0Z" fill="${line}" opacity=".2"/><path d="M0 2V-84M0-22l18-18M0-44l-16-16" fill="none" stroke="${body}" stroke-width="3" stroke-linecap="round"/></g>`

const wok: Motif = ({ body, line, spot, light }) => `
  ${STEAM(light, -34)}
  ${SHADOW(92, 100)}
  <path d="M-122-12C-156-18-156 18-118 14M122-12C156-18 156 18 118 14" fill="none" stroke="${line}" stroke-width="11" stroke-linecap="round"/>
  <path d="M-124-10H124C118 52 66 86 0 86S-118 52-124-10Z" fill="${body}"/>
  <path d="M36-10H124C118 52 66 86 0 86C50 66 52 20 36-10Z" fill="${line}" opacity=".6"/>
  <path d="M-100 22C-86 52-56 68-24 74" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round" opacity=".3"/>
  <ellipse cy="-10" rx="124" ry="24" fill="${line}"/>
  <ellipse cy="-8" rx="108" ry="17" fill="${spot}"/>
  <g fill="${light}" opacity=".85"><ellipse cx="-46" cy="-10" rx="17" ry="5"/><ellipse cx="10" cy="-3" rx="19" ry="5"/><ellipse cx="54" cy="-12" rx="13" ry="4"/></g>`

const steamer: Motif = ({ body, line, spot }) => {
  const tier = (y: number) => `<rect x="-104" y="${y}" width="208" height="48" rx="8" fill="${body}"/>
    <path d="M-104 ${y + 13}H104M-104 ${y + 36}H104" stroke="${line}" stroke-width="4" opacity=".6"/>
    ${[-80, -48, -16, 16, 48, 80].map(x => `<path d="M${x} ${y + 15}v19" stroke="${line}" stroke-width="3" opacity=".35"/>`).join('')}`
  return `
  ${STEAM('#fff', -86)}
  ${SHADOW(96, 108)}
  ${tier(42)}${tier(-10)}
  <path d="M-108-12C-92-56-50-70 0-70S92-56 108-12Z" fill="${body}"/>
  <path d="M40-64C84-54 98-36 108-12H54C56-32 50-50 40-64Z" fill="${line}" opacity=".25"/>
  <path d="M-84-26C-40-38 40-38 84-26M-64-46C-30-54 30-54 64-46" fill="none" stroke="${line}" stroke-width="3" opacity=".5"/>
  <path d="M-14-72a14 10 0 0 1 28 0" fill="none" stroke="${spot}" stroke-width="7" stroke-linecap="round"/>`
}

const folded: Motif = ({ body, line, spot }) => {
  const cloth = (y: number, half: number, fill: string) => `<path d="M${-half} ${y}H${half - 17}a17 17 0 0 1 0 34H${-half}a6 6 0 0 1-6-6V${y + 6}a6 6 0 0 1 6-6Z" fill="${fill}"/>
    <path d="M${-half} ${y + 17}H${half - 22}a5 5 0 0 0 0-10" fill="none" stroke="${line}" stroke-width="2.5" stroke-linecap="round" opacity=".5"/>
    <path d="M${-half} ${y + 26}H${half - 14}" stroke="${line}" stroke-width="2" stroke-dasharray="2 6" opacity=".45"/>`
  return `
  ${SHADOW(94, 116)}
  ${cloth(56, 112, body)}${cloth(20, 104, spot)}${cloth(-16, 106, body)}
  <g transform="translate(-18 -16)"><path d="M0 0C2-40-6-70-24-104" fill="none" stroke="${line}" stroke-width="4" stroke-linecap="round"/>
  ${[[-4, -34, 40], [-2, -18, -52], [-12, -66, 46], [-10, -52, -58]].map(([x, y, turn]) => `<path d="M0 0C16-8 26-26 20-46C4-40-6-20 0 0Z" transform="translate(${x} ${y}) rotate(${turn})" fill="${spot}"/>`).join('')}</g>`
}

const weave: Motif = ({ body, line, spot }) => {
  const bands = [-75, -45, -15, 15, 45, 75]
  const across = bands.map((y, i) => `<rect x="-96" y="${y - 12}" width="192" height="24" rx="3" fill="${i === 2 ? spot : body}"/>`).join('')
  const over = bands.flatMap((x, i) => bands.filter((_, j) => (i + j) % 2 === 0).map(y => `<rect x="${x - 12}" y="${y - 16}" width="24" height="32" rx="3" fill="${i === 4 ? spot : body}" stroke="${line}" stroke-opacity=".35" stroke-width="1.5"/>`)).join('')
  const fringe = bands.map(x => `<path d="M${x - 6} 98v16M${x} 98v22M${x + 6} 98v16" stroke="${body}" stroke-width="2.5" stroke-linecap="round"/>`).join('')
  return `
  <rect x="-100" y="-100" width="200" height="200" rx="10" fill="${line}" opacity=".4"/>
  ${across}${over}${fringe}`
}

const MOTIFS: Readonly<Record<Category, readonly [Motif, Motif]>> = {
  tea: [sprig, cup],
  ceramics: [vase, bowls],
  fruit: [citrus, grapes],
  outdoor: [peaks, tent],
  books: [openBook, bookStack],
  kitchen: [wok, steamer],
  linen: [folded, weave],
}

/** A category's motif: two that take turns. */
export function motifOf(category: Category, look: number): Motif {
  return MOTIFS[category][look % 2 === 0 ? 0 : 1]
}
