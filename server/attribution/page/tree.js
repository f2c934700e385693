// @ts-check
/** @typedef {{ openid: string, sharerOpenid: string, depth: number, atMs: number }} ShareLink */
/**
 * A person, and those who came first through their card.
 * @typedef {object} Person
 * @property {string} openid who it is
 * @property {number | null} atMs when they came; null for whoever began
 * @property {Person[]} brought in the order in which they came
 * @property {number} reach how many there are below, at any depth
 */

/**
 * Chains out of links that come by depth and time, as the report answers them; a first part of them makes a first part of the
 * chains. Somebody can begin a chain and stand in another: a sharer whose own link is later began by themselves.
 * @param {readonly ShareLink[]} links in that order
 * @returns {Person[]} those who began, furthest reach first
 */
export function buildTree(links) {
  /** @type {Map<string, Person>} */
  const roots = new Map()
  /** @type {Map<string, Person>} */
  const came = new Map()
  for (const { openid, sharerOpenid, atMs } of links) {
    // Whoever is not there yet came later, or was never brought.
    const sharer = came.get(sharerOpenid) ?? rootFor(sharerOpenid, roots)
    const person = { openid, atMs, brought: [], reach: 0 }
    sharer.brought.push(person)
    came.set(openid, person)
  }
  const beginners = [...roots.values()]
  beginners.forEach(countReach)
  return beginners.sort((a, b) => b.reach - a.reach)
}

/**
 * @param {string} openid
 * @param {Map<string, Person>} roots
 */
function rootFor(openid, roots) {
  const root = roots.get(openid) ?? { openid, atMs: null, brought: [], reach: 0 }
  roots.set(openid, root)
  return root
}

// Without recursion: a chain may be as long as there are visitors.
/** @param {Person} root */
function countReach(root) {
  const order = [root]
  for (const person of order)
    order.push(...person.brought)
  for (const person of order.reverse())
    person.reach = person.brought.reduce((sum, { reach }) => sum + reach + 1, 0)
}
