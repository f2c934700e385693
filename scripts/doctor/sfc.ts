import type { TextFile } from './text-file'
import { parse } from 'vue/compiler-sfc'
import { blank, withoutComments } from './text-file'

/** The two halves of a single-file component; each keeps its lines, with nothing where the other one was. */
export interface Halves {
  readonly template: TextFile
  readonly script: TextFile
}

/** Splits a source under its conditions; a `.ts` or `.js` file has no template. Comments are blanked out. */
export function halvesOf({ file, text }: TextFile): Halves {
  if (!file.endsWith('vue'))
    return { template: { file, text: '' }, script: { file, text: withoutComments(text) } }
  const { descriptor } = parse(text, { filename: file, sourceMap: false, ignoreEmpty: false })
  const only = (blocks: readonly ({ loc: { start: { offset: number }, end: { offset: number } } } | null)[]): string => {
    let [kept, at] = ['', 0]
    for (const { start, end } of blocks.flatMap(block => block?.loc ?? []).sort((a, b) => a.start.offset - b.start.offset)) {
      kept += blank(text.slice(at, start.offset)) + text.slice(start.offset, end.offset)
      at = end.offset
    }
    return kept
  }
  return {
    template: { file, text: only([descriptor.template]).replace(/<!--[\s\S]*?-->/g, blank) },
    script: { file, text: withoutComments(only([descriptor.script, descriptor.scriptSetup])) },
  }
}
