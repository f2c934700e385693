import type { Problem } from './finding'
import { ACCOUNT } from './catalogue/account'
import { COMPILER } from './catalogue/compiler'
import { PLUGIN } from './catalogue/plugin'
import { RELEASE } from './catalogue/release'

/** Everything that the doctor knows about, by id. */
export const CATALOGUE = { ...ACCOUNT, ...PLUGIN, ...COMPILER, ...RELEASE } as const satisfies Readonly<Record<string, Problem>>

/** The name of a problem. */
export type ProblemId = keyof typeof CATALOGUE
