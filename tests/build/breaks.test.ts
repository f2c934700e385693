import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, it } from 'vitest'
import { placesOf } from '@/scripts/mutate/break'
import { BREAKS } from '@/scripts/mutate/breaks'
import { ROOT } from './support/compile'

// A round takes minutes; that it could be held is cheap to see. A break that no longer fits breaks nothing.
it('every break of the mutation round fits the code and the output as they are', () => {
  const unfit = BREAKS
    .map(({ name, file, find, isOutput }) => ({ name, file, places: placesOf(find, readFileSync(join(isOutput ? inject('builds') : ROOT, file), 'utf8')) }))
    .filter(({ places }) => places !== 1)
  expect(BREAKS.length).toBeGreaterThan(30)
  expect(unfit).toEqual([])
})
