import type { GitFiles } from './git'
import type { JsonFile } from './json-file'
import type { MiniProgram } from './mini-program'
import type { TextFile } from './text-file'

/** A uni-app checkout as the checks see it; read once, never written. */
export interface Project {
  /** Where pages.json is, relative to the checkout: empty (HBuilderX) or `src` (CLI). */
  readonly inputDir: string
  readonly manifest: JsonFile | null
  /** The file as it was written, conditions included. */
  readonly manifestText: TextFile | null
  readonly pagesText: TextFile | null
  readonly packageJson: JsonFile | null
  /** The one beside the sources, which somebody wrote or DevTools left; not an output's. */
  readonly projectConfig: JsonFile | null
  readonly envFiles: readonly TextFile[]
  /** Names that the environment sets for the builds started from it. */
  readonly environment: ReadonlySet<string>
  /** `.vue`, `.ts` and `.js` files as they were written, with `#ifdef` and comments. */
  readonly sources: readonly TextFile[]
  /** Every file that is not left out, sources or not. */
  readonly files: readonly string[]
  readonly git: GitFiles | null
  /** The builds for WeChat. */
  readonly builds: readonly Build[]
}

/** One way of compiling a checkout for WeChat. */
export interface Build {
  /** As in `uni -p <name>`. */
  readonly name: string
  /** What it tells `#ifdef`. */
  readonly flags: Readonly<Record<string, boolean>>
  /** pages.json as this build sees it. */
  readonly pages: JsonFile
  readonly program: MiniProgram
}

/** A path relative to pages.json as one relative to the checkout. */
export function inInput({ inputDir }: Pick<Project, 'inputDir'>, path: string): string {
  return inputDir === '' ? path : `${inputDir}/${path}`
}
