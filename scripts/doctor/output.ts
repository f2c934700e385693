import type { FileEntry } from './folder'
import type { JsonFile } from './json-file'
import type { MiniProgram } from './mini-program'
import type { TextFile } from './text-file'

/** A built folder as the checks see it. */
export interface Output {
  /** WeChat's, or one that a browser loads. */
  readonly kind: 'mini-program' | 'web'
  /** Made while somebody works on it: not what is uploaded. */
  readonly isDevelopment: boolean
  readonly app: JsonFile | null
  readonly projectConfig: JsonFile | null
  readonly files: readonly FileEntry[]
  /** Whatever can be read as text. */
  readonly texts: readonly TextFile[]
  /** Null for a browser's. */
  readonly program: MiniProgram | null
}
