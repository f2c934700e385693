import { fileURLToPath } from 'node:url'

/** How long every clip in `media/` is: so many whole segments, and so many whole frames of sound. */
export const CLIP_MS = 8000
/** How long its HLS segments are; each begins with a key frame. */
export const SEGMENT_MS = 2000
/** How many segments a clip has. */
export const CLIP_SEGMENTS = CLIP_MS / SEGMENT_MS

/** Where the clips are; `scripts/make-clips.ts` made them. */
export const MEDIA_DIR = fileURLToPath(new URL('./media/', import.meta.url))
