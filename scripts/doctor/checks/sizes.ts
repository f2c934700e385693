import type { Finding } from '../finding'
import type { Output } from '../output'
import { found } from '../finding'
import { packageName, rootOf } from '../mini-program'

const KB = 1024
const MAX_PACKAGE_BYTES = 2 * 1024 * KB
const MAX_TOTAL_BYTES = 30 * 1024 * KB

/** The bytes of every package, the main package first; without what DevTools keeps to itself. */
export function packageSizes({ files, program }: Output): { root: string, bytes: number }[] {
  const sizes = new Map<string, number>([['', 0]])
  for (const { file, bytes } of files) {
    const root = program ? rootOf(program, file) : ''
    if (!/(?:^project(?:\.private)?\.config\.json|\.map)$/.test(file))
      sizes.set(root, (sizes.get(root) ?? 0) + bytes)
  }
  return [...sizes].map(([root, bytes]) => ({ root, bytes }))
}

/** An output against WeChat's limits, and against one of your own in KB. */
export function checkSizes(output: Output, budgetKb: number | null): Finding[] {
  const sizes = packageSizes(output)
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  const tooLarge = sizes.filter(({ bytes }) => bytes > MAX_PACKAGE_BYTES)
  if (output.isDevelopment)
    return tooLarge.map(({ root, bytes }) => found('size-development', `This development build has ${inKb(bytes)} in ${packageName(root)}; 2048 KB is the limit for 预览 and 真机调试 too.`))
  return [
    ...tooLarge.map(({ root, bytes }) => found('size-package', `There are ${inKb(bytes)} in ${packageName(root)}; 2048 KB is the limit.`, null, largest(output, root))),
    ...(total > MAX_TOTAL_BYTES ? [found('size-total', `All packages together have ${inKb(total)}; 30720 KB is the limit.`)] : []),
    ...(budgetKb !== null && total > budgetKb * KB ? [found('size-budget', `All packages together have ${inKb(total)}; you allowed ${budgetKb} KB.`, null, largest(output, null))] : []),
  ]
}

function largest({ files, program }: Output, root: string | null): string[] {
  return files.filter(({ file }) => root === null || !program || rootOf(program, file) === root).sort((a, b) => b.bytes - a.bytes).slice(0, 5).map(({ file, bytes }) => `${inKb(bytes)}  ${file}`)
}

/** Bytes in words. */
export function inKb(bytes: number): string {
  return `${(bytes / KB).toFixed(1)} KB`
}
