/** A slice of one of WeChat's lists, its entries not yet parsed. */
export interface RawPage {
  readonly items: readonly unknown[]
  /** How many entries the whole list has. */
  readonly total: number
}

/** A whole list. */
export interface RawList {
  readonly items: readonly unknown[]
  /** False when the list grew or shrank while it was read: an entry may be in it twice, or not at all. */
  readonly isSteady: boolean
}

/** Reads a list page by page, from its beginning. */
export async function readAllPages(readPage: (start: number) => Promise<RawPage>): Promise<RawList> {
  const first = await readPage(0)
  const items = [...first.items]
  let page = first
  let isSteady = true
  // Stepping by what came, not by what was asked: WeChat may give fewer than asked.
  while (page.items.length > 0 && items.length < page.total) {
    page = await readPage(items.length)
    isSteady &&= page.total === first.total
    items.push(...page.items)
  }
  return { items, isSteady }
}
