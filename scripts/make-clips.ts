import type { Buffer } from 'node:buffer'
import type { SimulatedStream } from '../server/simulator/own-media'
import { spawn } from 'node:child_process'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { chromium } from 'playwright-core'
import { CLIP_MS, MEDIA_DIR, SEGMENT_MS } from '../server/simulator/clip'
import { motifOf } from '../server/simulator/motifs'
import { SIMULATED_STREAMS } from '../server/simulator/own-media'
import { paletteOf } from '../server/simulator/palettes'

/*
 * Draws the simulator's clips anew into server/simulator/media, each as MP4, FLV and HLS segments of one encoding
 * (their usual ending .ts is TypeScript's here):
 *   CHROMIUM=/path/to/chromium npx tsx scripts/make-clips.ts
 * Needs ffmpeg (with libx264) and a Chromium. Running the gateway needs neither: the clips are in the repository.
 */
// 375 AAC frames at 48 kHz are 8 seconds to the sample, so the end meets the beginning.
const LENGTH_S = CLIP_MS / 1000
const SEGMENT_S = SEGMENT_MS / 1000
const FRAMES_PER_S = 15
const LONG = 640
const SHORT = 360

// Two soft tones that swell twice a clip.
const SOUND = `aevalsrc='(0.05*sin(2*PI*220*t)+0.03*sin(2*PI*330*t))*(0.6-0.4*cos(2*PI*t/4))':s=48000:d=${LENGTH_S}`

/** One picture as SVG; `turn` runs from 0 to 1 and meets itself. */
function draw({ category, orientation }: SimulatedStream, turn: number): string {
  const [width, height] = orientation === 'vertical' ? [SHORT, LONG] : [LONG, SHORT]
  const palette = paletteOf(category, 0)
  const { light, middle, deep } = palette
  const [x, y] = [width / 2, height * 0.46]
  const wave = (times: number): number => Math.sin(2 * Math.PI * times * turn)
  const ring = (phase: number): string => {
    const age = (2 * turn + phase) % 1
    return `<circle cx="${x}" cy="${y}" r="${120 + 70 * age}" fill="none" stroke="${light}" stroke-width="2" opacity="${0.7 * (1 - age)}"/>`
  }
  const hill = (top: number, shift: number, opacity: number): string =>
    `<path transform="translate(${shift} 0)" d="M-40 ${top}Q${width * 0.25} ${top - 60} ${width * 0.55} ${top}T${width + 40} ${top - 20}V${height}H-40Z" fill="${deep}" opacity="${opacity}"/>`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="${light}"/><stop offset=".6" stop-color="${middle}"/><stop offset="1" stop-color="${deep}"/></linearGradient></defs>
<rect width="${width}" height="${height}" fill="url(#sky)"/>
${ring(0)}${ring(0.5)}
${hill(height * 0.78, 16 * wave(1), 0.45)}${hill(height * 0.86, -20 * wave(1), 0.6)}
<g transform="translate(${x} ${y + 5 * wave(2)}) rotate(${2 * wave(1)})">${motifOf(category, 0)(palette)}</g>
<rect x="24" y="24" width="${width - 48}" height="6" rx="3" fill="${light}" opacity=".3"/>
<rect x="24" y="24" width="${Math.max(6, (width - 48) * turn)}" height="6" rx="3" fill="${light}"/>
</svg>`
}

async function ffmpeg(args: readonly string[], pictures: readonly Buffer[] = []): Promise<void> {
  const child = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-y', ...args], { stdio: ['pipe', 'inherit', 'inherit'] })
  for (const picture of pictures) child.stdin.write(picture)
  child.stdin.end()
  const code = await new Promise(resolve => child.once('close', resolve))
  if (code !== 0)
    throw new Error(`ffmpeg ended with ${String(code)}`)
}

async function render(stream: SimulatedStream): Promise<readonly Buffer[]> {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '', args: ['--no-sandbox', '--disable-gpu'] })
  const [width, height] = stream.orientation === 'vertical' ? [SHORT, LONG] : [LONG, SHORT]
  const page = await browser.newPage({ viewport: { width, height } })
  const pictures: Buffer[] = []
  for (let i = 0; i < LENGTH_S * FRAMES_PER_S; i++) {
    await page.setContent(`<style>body{margin:0}svg{display:block}</style>${draw(stream, i / (LENGTH_S * FRAMES_PER_S))}`)
    pictures.push(await page.screenshot())
  }
  await browser.close()
  return pictures
}

async function make(stream: SimulatedStream): Promise<void> {
  const path = (name: string): string => join(MEDIA_DIR, `${stream.id}${name}`)
  const video = ['-c:v', 'libx264', '-profile:v', 'main', '-pix_fmt', 'yuv420p', '-bf', '0', '-g', String(SEGMENT_S * FRAMES_PER_S), '-sc_threshold', '0', '-crf', '32', '-preset', 'veryslow']
  const audio = ['-c:a', 'aac', '-b:a', '24k', '-ac', '1']
  await ffmpeg(['-f', 'image2pipe', '-framerate', String(FRAMES_PER_S), '-i', '-', '-f', 'lavfi', '-i', SOUND, ...video, ...audio, '-movflags', '+faststart', path('.mp4')], await render(stream))
  await ffmpeg(['-i', path('.mp4'), '-c', 'copy', '-flvflags', 'no_duration_filesize', path('.flv')])
  await ffmpeg(['-i', path('.mp4'), '-c', 'copy', '-f', 'hls', '-hls_time', String(SEGMENT_S), '-hls_list_size', '0', '-hls_segment_filename', path('-%d.mpegts'), path('.m3u8')])
  // The gateway writes its own.
  await rm(path('.m3u8'))
}

async function main(): Promise<void> {
  await mkdir(MEDIA_DIR, { recursive: true })
  for (const name of await readdir(MEDIA_DIR)) await rm(join(MEDIA_DIR, name))
  for (const stream of SIMULATED_STREAMS) await make(stream)
}

void main()
