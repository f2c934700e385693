import { Buffer } from 'node:buffer'

/** One tag of an FLV file, with the size that follows it. */
export interface FlvTag {
  readonly atMs: number
  readonly bytes: Buffer
}

/** A clip as FLV, taken apart so that it can be put together for ever. */
export interface FlvClip {
  /** What a player needs before any picture: the file's header, what it says of itself, how sound and picture are coded. */
  readonly opening: Buffer
  /** Sound and pictures, from the first key frame on, which is at 0 ms. */
  readonly tags: readonly FlvTag[]
  /** Where in {@link tags} the key frames are. */
  readonly keyFrames: readonly number[]
  readonly lengthMs: number
}

// https://rtmp.veriskope.com/pdf/video_file_format_spec_v10_1.pdf, Annex E
const FILE_HEADER_BYTES = 9
const SIZE_BYTES = 4
const TAG_HEADER_BYTES = 11
const AUDIO = 8
const VIDEO = 9
const SCRIPT = 18
const KEY_FRAME = 1
const CODING = 0
const FRAME = 1
const TIMESTAMP_RANGE = 2 ** 32

/**
 * Takes an FLV file with H.264 and AAC apart. What lies before its first key frame or after its length is left out.
 * @throws Error when it has no key frame
 */
export function parseFlv(file: Buffer, lengthMs: number): FlvClip {
  const all = tagsOf(file)
  const frames = all.filter(({ bytes }) => isSoundOrPicture(bytes) && packetOf(bytes) === FRAME)
  const start = frames.find(({ bytes }) => isKeyFrame(bytes))
  if (!start)
    throw new Error('This FLV file has no key frame.')
  const tags = frames
    .map(({ atMs, bytes }) => ({ atMs: atMs - start.atMs, bytes }))
    .filter(({ atMs }) => atMs >= 0 && atMs < lengthMs)
  const opening = all.filter(({ bytes }) => bytes[0] === SCRIPT || (isSoundOrPicture(bytes) && packetOf(bytes) === CODING))
  return {
    opening: Buffer.concat([file.subarray(0, FILE_HEADER_BYTES + SIZE_BYTES), ...opening.map(({ bytes }) => retime(bytes, 0))]),
    tags,
    keyFrames: tags.flatMap(({ bytes }, index) => isKeyFrame(bytes) ? [index] : []),
    lengthMs,
  }
}

/**
 * The clip over and over, its time growing for ever.
 * @param clip what is repeated
 * @param fromMs where in the endless row to begin: at the key frame before, which becomes 0 ms
 */
export function* endlessTags(clip: FlvClip, fromMs: number): Generator<FlvTag, never> {
  const { tags, keyFrames, lengthMs } = clip
  const withinMs = fromMs % lengthMs
  const first = keyFrames.filter(index => (tags[index]?.atMs ?? 0) <= withinMs).at(-1) ?? 0
  const startMs = tags[first]?.atMs ?? 0
  for (let round = 0; ; round++) {
    for (const { atMs, bytes } of round === 0 ? tags.slice(first) : tags) {
      const newAtMs = Math.max(0, round * lengthMs + atMs - startMs)
      yield { atMs: newAtMs, bytes: retime(bytes, newAtMs) }
    }
  }
}

function tagsOf(file: Buffer): readonly FlvTag[] {
  const tags: FlvTag[] = []
  for (let at = FILE_HEADER_BYTES + SIZE_BYTES; at + TAG_HEADER_BYTES <= file.length;) {
    const end = at + TAG_HEADER_BYTES + file.readUIntBE(at + 1, 3) + SIZE_BYTES
    const bytes = file.subarray(at, end)
    tags.push({ atMs: timeOf(bytes), bytes })
    at = end
  }
  return tags
}

/** The time of a tag, in milliseconds. */
export function timeOf(tag: Buffer): number {
  return tag.readUIntBE(4, 3) + tag.readUInt8(7) * 2 ** 24
}

function retime(tag: Buffer, atMs: number): Buffer {
  const copy = Buffer.from(tag)
  // 32 bits, the highest eight last; players take the turn after 49 days as one.
  const time = atMs % TIMESTAMP_RANGE
  copy.writeUIntBE(time % 2 ** 24, 4, 3)
  copy.writeUInt8(Math.floor(time / 2 ** 24), 7)
  return copy
}

function isSoundOrPicture(tag: Buffer): boolean {
  return tag[0] === AUDIO || tag[0] === VIDEO
}

function packetOf(tag: Buffer): number | undefined {
  return tag[TAG_HEADER_BYTES + 1]
}

function isKeyFrame(tag: Buffer): boolean {
  return tag[0] === VIDEO && (tag[TAG_HEADER_BYTES] ?? 0) >> 4 === KEY_FRAME
}
