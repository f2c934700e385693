import type { Break } from '@/scripts/mutate/break'
import type { Outcome } from '@/scripts/mutate/round'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { apply, placesOf } from '@/scripts/mutate/break'
import { BREAKS } from '@/scripts/mutate/breaks'
import { openRunner } from '@/scripts/mutate/open-runner'
import { exitCodeOf, reportOn } from '@/scripts/mutate/report'
import { runRound } from '@/scripts/mutate/round'
import { ROOT } from '../build/support/compile'
import { temporaryFolder } from '../build/support/scratch'

const SOURCE = 'export const add = (a: number, b: number): number => a + b\nexport const half = (a: number): number => a / 2\n'

/** A project with one test, which says something about `add` and nothing about `half`. */
function smallProject(): string {
  const root = temporaryFolder('mutate')
  mkdirSync(join(root, 'tests'))
  writeFileSync(join(root, 'sum.ts'), SOURCE)
  writeFileSync(join(root, 'vitest.config.mts'), 'export default { test: { include: [\'tests/*.test.ts\'] } }\n')
  writeFileSync(join(root, 'tests/sum.test.ts'), 'import { expect, it } from \'vitest\'\nimport { add } from \'../sum\'\nit(\'adds\', () => expect(add(1, 2)).toBe(3))\n')
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'dir')
  return root
}

function aBreak(change: Partial<Break> = {}): Break {
  return { name: 'sums are wrong', file: 'sum.ts', find: 'a + b', replace: 'a - b', tests: ['tests/sum.test.ts'], ...change }
}

const NOT_NOTICED = aBreak({ name: 'halves are wrong', find: 'a / 2', replace: 'a / 3' })

function round(root: string, breaks: readonly Break[], { isKnownGreen = false } = {}): Promise<Outcome[]> {
  return runRound({ root, breaks, isKnownGreen, builds: [], keptBuilds: null, workers: 1, say: () => {}, compile: () => Promise.reject(new Error('nothing is to be built')) })
}

describe('a break', () => {
  it('is put back', () => {
    const root = smallProject()
    const repair = apply(root, aBreak())
    expect(readFileSync(join(root, 'sum.ts'), 'utf8')).toContain('a - b')
    repair()
    expect(readFileSync(join(root, 'sum.ts'), 'utf8')).toBe(SOURCE)
  })

  it('is made where names differ from build to build, and keeps them', () => {
    const root = smallProject()
    apply(root, aBreak({ find: /(\w) \+ (\w)$/m, replace: '$2 - $1' }))
    expect(readFileSync(join(root, 'sum.ts'), 'utf8')).toContain('=> b - a\n')
  })

  it.each([
    ['is not there any more', { find: 'a * b' }],
    ['is there twice', { find: 'number' }],
    ['is there more than once in other words', { find: /[ab]: number/ }],
    ['is nothing', { find: '' }],
    ['would stay as it is', { replace: 'a + b' }],
  ])('is refused when what it replaces %s', (_, change) => {
    const root = smallProject()
    expect(() => apply(root, aBreak(change))).toThrow('no longer fits')
    expect(readFileSync(join(root, 'sum.ts'), 'utf8')).toBe(SOURCE)
  })
})

describe('a round', () => {
  it('tells breaks that a test notices from those that nobody does, and leaves the project alone', async () => {
    const root = smallProject()
    const outcomes = await round(root, [aBreak(), NOT_NOTICED, aBreak({ replace: 'b - a' })])
    expect(outcomes.map(({ verdict }) => verdict)).toEqual([
      { kind: 'failed', file: 'tests/sum.test.ts', test: 'adds' },
      { kind: 'passed' },
      { kind: 'failed', file: 'tests/sum.test.ts', test: 'adds' },
    ])
    expect(exitCodeOf(outcomes)).toBe(1)
    expect(reportOn(outcomes, 9).join('\n')).toMatch(/halves are wrong +nobody noticed[\s\S]*\n3 breaks, 2 caught, 1 not, in 9 s$/)
    expect(readFileSync(join(root, 'sum.ts'), 'utf8')).toBe(SOURCE)
  })

  it('counts only what a break\'s own tests say, not what others said of the break before', async () => {
    const root = smallProject()
    writeFileSync(join(root, 'tests/other.test.ts'), readFileSync(join(root, 'tests/sum.test.ts'), 'utf8').replace('add(1, 2)', '3'))
    const outcomes = await round(root, [aBreak(), aBreak({ tests: ['tests/other.test.ts'] })])
    expect(outcomes.map(({ verdict }) => verdict.kind)).toEqual(['failed', 'passed'])
  })

  it('runs of the tests only those that are named, also before anything is broken', async () => {
    const root = smallProject()
    writeFileSync(join(root, 'tests/two.test.ts'), readFileSync(join(root, 'tests/sum.test.ts'), 'utf8').concat('it(\'fails (always)\', () => expect(1).toBe(2))\nit(\'stands by\', () => {})\n'))
    const breaks = ['adds', 'stands by', 'fails (never)'].map(named => aBreak({ tests: ['tests/two.test.ts'], named }))
    expect((await round(root, breaks)).map(({ verdict }) => verdict.kind)).toEqual(['failed', 'passed', 'crashed'])
  })

  it('is a good one when every break is noticed', async () => {
    expect(exitCodeOf(await round(smallProject(), [aBreak()]))).toBe(0)
  })

  it('is none without a break', () => {
    expect(exitCodeOf([])).toBe(1)
  })

  it.each([
    ['breaks the file so that nothing can be read', { replace: 'a + ' }],
    ['leaves the tests nothing to import', { find: 'export const add', replace: 'throw new Error(\'broken\')\nexport const add' }],
  ])('does not count a break as noticed that %s', async (_, change) => {
    const outcomes = await round(smallProject(), [aBreak(change)])
    expect(outcomes).toMatchObject([{ verdict: { kind: 'crashed' } }])
    expect(exitCodeOf(outcomes)).toBe(1)
  })

  it('does not begin with a break that no longer fits, and names it', async () => {
    await expect(round(smallProject(), [aBreak(), aBreak({ name: 'old news', find: 'a * b' })])).rejects.toThrow('“old news” no longer fits')
  })

  it('does not begin with a test that fails although nothing is broken, or that is not there', async () => {
    const root = smallProject()
    writeFileSync(join(root, 'sum.ts'), SOURCE.replace('a + b', 'a * b'))
    await expect(round(root, [NOT_NOTICED])).rejects.toThrow('Nothing is broken yet, and still: tests/sum.test.ts: adds')
    await expect(round(smallProject(), [aBreak({ tests: ['tests/gone.test.ts'] })])).rejects.toThrow('No project has the test file tests/gone.test.ts')
  })
})

describe('a round right after the tests have passed', () => {
  it('believes that they do, and tells breaks apart all the same', async () => {
    const root = smallProject()
    writeFileSync(join(root, 'sum.ts'), SOURCE.replace('a + b', 'a * b'))
    expect(await round(root, [NOT_NOTICED], { isKnownGreen: true })).toMatchObject([{ verdict: { kind: 'failed' } }])
    expect((await round(smallProject(), [NOT_NOTICED, aBreak()], { isKnownGreen: true })).map(({ verdict }) => verdict.kind)).toEqual(['passed', 'failed'])
  })
})

describe('a runner', () => {
  it.each([
    ['ends', 'process.kill(process.ppid, "SIGKILL"); await new Promise(() => {})', 60_000, 'the runner of the tests ended'],
    ['never ends', 'for (;;);', 5_000, 'the tests were not over after 5 s'],
  ])('that a break makes such that it %s is replaced, and the next break has a runner', async (_, code, limitMs, reason) => {
    const root = smallProject()
    writeFileSync(join(root, 'tests/bad.test.ts'), `import { it } from 'vitest'\nit('comes to no end', async () => { ${code} })\n`)
    const runner = openRunner(root, join(root, 'builds'))
    expect(await runner.run({ tests: ['tests/bad.test.ts'], names: [], changed: [] }, limitMs)).toEqual({ kind: 'crashed', reason })
    expect(await runner.run({ tests: ['tests/sum.test.ts'], names: [], changed: [] }, 60_000)).toEqual({ kind: 'passed' })
    await runner.close()
  })
})

describe('the breaks', () => {
  it('have a name each, and replace what is in the sources', () => {
    expect(new Set(BREAKS.map(({ name }) => name)).size).toBe(BREAKS.length)
    expect(BREAKS.length).toBeGreaterThanOrEqual(30)
    for (const { file, find } of BREAKS.filter(({ isOutput }) => !isOutput)) expect(placesOf(find, readFileSync(join(ROOT, file), 'utf8')), `${file}: ${String(find)}`).toBe(1)
  })
})
