import { parseArgs } from 'node:util'

/** What the doctor is asked to do. */
export type Order
  = | { readonly kind: 'check', /** As written; null for the project that the doctor belongs to. */ readonly folder: string | null, readonly isJson: boolean, readonly budgetKb: number | null }
    | { readonly kind: 'list', readonly isJson: boolean }
    | { readonly kind: 'help' }
    | { readonly kind: 'refuse', readonly reason: string }

/** How to call it. */
export const USAGE = `Usage: npm run doctor [-- <folder>] [-- --json] [-- --budget-kb <KB>] [-- --list]

  <folder>       a uni-app checkout, or a built output for WeChat (a folder with app.json); without it, this project
  --json         findings for machines
  --budget-kb    a size of your own that an output must not exceed in all, in KB
  --list         everything it knows about, with causes and cures

To see what the live plugin's frozen built-ins would do, the scripts of an output are loaded, stubs around them.

Exit code 0: no error was found; 1: at least one; 2: called in a way it does not understand.`

/** Reads the command line. */
export function parseOrder(args: readonly string[]): Order {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { 'json': { type: 'boolean' }, 'list': { type: 'boolean' }, 'help': { type: 'boolean', short: 'h' }, 'budget-kb': { type: 'string' } },
    })
    const { json: isJson = false } = values
    const budget = values['budget-kb']
    if (values.help)
      return { kind: 'help' }
    if (positionals.length > 1)
      return { kind: 'refuse', reason: `One folder at a time, not ${positionals.length}.` }
    if (budget !== undefined && !(Number(budget) > 0))
      return { kind: 'refuse', reason: `--budget-kb wants a number of KB, not "${budget}".` }
    return values.list ? { kind: 'list', isJson } : { kind: 'check', folder: positionals[0] ?? null, isJson, budgetKb: budget === undefined ? null : Number(budget) }
  }
  catch (thrown) {
    return { kind: 'refuse', reason: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}
