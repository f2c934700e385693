import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { ROOT } from '@/tests/build/support/compile'

/** Where the pictures of every page are kept; `SCREENS_DIR` names another folder. */
export const SCREENS_DIR = process.env.SCREENS_DIR ?? join(ROOT, 'artifacts/screens')

/** The file of one picture, in a folder that is there. @param name the page, the colours and the width, by hyphens; a folder before them */
export function screenFile(name: string): string {
  const file = join(SCREENS_DIR, `${name}.png`)
  mkdirSync(dirname(file), { recursive: true })
  return file
}

/** Lays all pictures out on one sheet, `index.html`, a row for each page and its colours. */
export function writeContactSheet(): void {
  const rows = new Map<string, string[]>()
  for (const file of readdirSync(SCREENS_DIR).filter(name => name.endsWith('.png')).sort()) {
    const row = file.slice(0, file.lastIndexOf('-'))
    rows.set(row, [...rows.get(row) ?? [], file])
  }
  const figure = (file: string): string => `<a href="${file}"><img src="${file}" alt="${file}" height="420" loading="lazy"></a>`
  const sections = [...rows].map(([row, files]) => `<h2>${row}</h2>\n<p>${files.map(figure).join('\n')}</p>`)
  writeFileSync(join(SCREENS_DIR, 'index.html'), `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Every page</title>
<style>body { font: 14px system-ui; background: #888 } img { margin: 0 8px 8px 0; vertical-align: top }</style>
${sections.join('\n')}
</html>
`)
}
