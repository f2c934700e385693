/**
 * Orders two dotted versions number by number, so that 10.0 is above 9.9.9; a part left out counts as 0.
 * @returns negative when `a` is older, positive when it is newer, 0 when they are equal or when one of them is not a
 * version: what cannot be read must not lock anybody out
 */
export function compareVersions(a: unknown, b: unknown): number {
  const [left, right] = [parseVersion(a), parseVersion(b)]
  if (!left || !right)
    return 0
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0)
      return difference
  }
  return 0
}

function parseVersion(version: unknown): number[] | null {
  return typeof version === 'string' && /^\d{1,9}(?:\.\d{1,9})*$/.test(version.trim()) ? version.trim().split('.').map(Number) : null
}
