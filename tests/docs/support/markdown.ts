// As much of Markdown as the project's documents use.

/** The targets of all links and pictures, outside code. */
export function linksOf(markdown: string): string[] {
  return [...withoutCode(markdown).matchAll(/\]\(([^()\s]+(?:\([^()]*\)[^()\s]*)?)\)/g)].map(([, target = '']) => target)
}

/** What `#…` can lead to: the headings as GitHub names them. */
export function anchorsOf(markdown: string): string[] {
  const seen = new Map<string, number>()
  return [...withoutBlocks(markdown).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const name = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replace(/\s/g, '-')
    const times = seen.get(name) ?? 0
    seen.set(name, times + 1)
    return times === 0 ? name : `${name}-${times}`
  })
}

/** The lines of all tables. */
export function rowsOf(markdown: string): string[] {
  return markdown.split('\n').filter(line => line.startsWith('| '))
}

/** A fenced block that says which file it is, such as ```` ```vue App.vue ````. */
export interface Example {
  readonly file: string
  readonly code: string
}

/** The blocks that are files, in their order. */
export function examplesOf(markdown: string): Example[] {
  return [...markdown.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)].map(([, file = '', code = '']) => ({ file, code }))
}

/** The files and folders that the document's `git archive` takes. */
export function archivedIn(markdown: string): string[] {
  const [, list = ''] = /^git archive HEAD([^|]*)\|/m.exec(markdown) ?? []
  return list.split(/[\s\\]+/).filter(Boolean)
}

function withoutBlocks(markdown: string): string {
  return markdown.replace(/^```[\s\S]*?\n```$/gm, '')
}

function withoutCode(markdown: string): string {
  return withoutBlocks(markdown).replace(/`[^`\n]*`/g, '')
}
