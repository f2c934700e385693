/** Items by the moment they are due, earliest first; among equals, the one that was put in first. */
export interface DueQueue<Item> {
  /** Puts an item in, or moves it to another moment. */
  set: (item: Item, atMs: number) => void
  /** Takes an item out; one that is not in it is ignored. */
  delete: (item: Item) => void
  /** The earliest item, left where it is. */
  peek: () => Item | undefined
  /** When the earliest item is due; `Infinity` when there is none. */
  nextAtMs: () => number
  clear: () => void
}

interface Entry<Item> { readonly item: Item, readonly atMs: number, readonly turn: number, index: number }

/** A queue whose every change costs the logarithm of its size (a binary heap that knows where its items are). */
export function createDueQueue<Item>(): DueQueue<Item> {
  const heap: Entry<Item>[] = []
  const entries = new Map<Item, Entry<Item>>()
  let turn = 0

  function place(entry: Entry<Item>, index: number) {
    heap[index] = entry
    entry.index = index
  }

  function rise(entry: Entry<Item>) {
    let { index } = entry
    while (index > 0) {
      const parentIndex = (index - 1) >> 1
      const parent = heap[parentIndex]
      if (!parent || !isBefore(entry, parent))
        break
      place(parent, index)
      index = parentIndex
    }
    place(entry, index)
  }

  function sink(entry: Entry<Item>) {
    let { index } = entry
    for (;;) {
      const left = heap[2 * index + 1]
      const right = heap[2 * index + 2]
      const child = left && right && isBefore(right, left) ? right : left
      if (!child || !isBefore(child, entry))
        break
      const childIndex = child.index
      place(child, index)
      index = childIndex
    }
    place(entry, index)
  }

  function remove(item: Item) {
    const entry = entries.get(item)
    if (!entry)
      return
    entries.delete(item)
    const last = heap.pop()
    if (!last || last === entry)
      return
    place(last, entry.index)
    rise(last)
    sink(last)
  }

  return {
    set(item, atMs) {
      remove(item)
      const entry = { item, atMs, turn: turn++, index: heap.length }
      entries.set(item, entry)
      heap.push(entry)
      rise(entry)
    },
    delete: remove,
    peek: () => heap[0]?.item,
    nextAtMs: () => heap[0]?.atMs ?? Number.POSITIVE_INFINITY,
    clear() {
      heap.length = 0
      entries.clear()
    },
  }
}

function isBefore<Item>(a: Entry<Item>, b: Entry<Item>): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.turn < b.turn)
}
