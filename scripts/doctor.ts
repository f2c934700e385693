// npm run doctor: looks at a uni-app checkout and at what was built from it, before DevTools does, and says what is wrong in
// words that people search for. npm run doctor -- --help tells the rest.
import { resolve } from 'node:path'
import process from 'node:process'
import { parseOrder, USAGE } from './doctor/arguments'
import { CATALOGUE } from './doctor/catalogue'
import { diagnose } from './doctor/diagnose'
import { catalogueLines, exitCodeOf, reportJson, reportLines } from './doctor/report'

const say = (text: string): void => void process.stdout.write(`${text}\n`)

// An output whose scripts are loaded may leave a promise behind that fails; that is no failure of ours.
process.on('unhandledRejection', () => {})

const order = parseOrder(process.argv.slice(2))
switch (order.kind) {
  case 'help':
    say(USAGE)
    break
  case 'refuse':
    process.stderr.write(`${order.reason}\n\n${USAGE}\n`)
    process.exitCode = 2
    break
  case 'list':
    say(order.isJson ? JSON.stringify(CATALOGUE, null, 2) : catalogueLines().join('\n'))
    break
  case 'check': {
    // npm starts scripts in the package's folder and says in INIT_CWD where the person is.
    const report = diagnose(order.folder === null ? process.cwd() : resolve(process.env.INIT_CWD ?? '.', order.folder), { environment: process.env, budgetKb: order.budgetKb })
    say(order.isJson ? reportJson(report) : reportLines(report).join('\n'))
    process.exitCode = exitCodeOf(report)
    break
  }
  default: {
    const never: never = order
    throw new Error(`Unknown order ${JSON.stringify(never)}`)
  }
}
