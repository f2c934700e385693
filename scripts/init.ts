// npm run init: asks for what is the shop's own, and writes it where the compiler and the gateway look for it.
//
//   npm run init                              asks
//   npm run init -- --appid wx… --build mp-weixin --gateway https://… --channels 'sph…*'     asks for nothing
//   npm run init -- --dry-run …               shows what would be written
//   npm run init -- --undo                    takes the last one back
import type { InitAnswers } from './init/answers'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { parseAnswer, QUESTIONS } from './init/answers'
import { changesFor } from './init/changes'
import { chosenBuild } from './init/chosen-build'
import { appIdOf } from './init/manifest'
import { nextSteps } from './init/next-steps'
import { createUndoLog } from './init/undo-log'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const say = (line = ''): void => void process.stdout.write(`${line}\n`)

type Given = Partial<Record<keyof InitAnswers, string>>

function readFlags(): { given: Given, isDryRun: boolean, isUndo: boolean } {
  const { values } = parseArgs({
    options: {
      'appid': { type: 'string' },
      'build': { type: 'string' },
      'gateway': { type: 'string' },
      'channels': { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      'undo': { type: 'boolean', default: false },
    },
  })
  const { appid, build, gateway, channels } = values
  const given = { appId: appid, build, gatewayUrl: gateway, channels }
  return { given: Object.fromEntries(Object.entries(given).filter(([, text]) => text !== undefined)), isDryRun: values['dry-run'], isUndo: values.undo }
}

async function ask(): Promise<InitAnswers> {
  const answers: Partial<Record<keyof InitAnswers, string>> = {}
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  lines.once('SIGINT', () => {
    say('\nNothing was written.')
    process.exit(130)
  })
  for (const { name, question, hint } of QUESTIONS) {
    say(hint)
    for (;;) {
      const answer = parseAnswer(name, await lines.question(`${question} `))
      if ('problem' in answer) {
        say(`  ${answer.problem}`)
        continue
      }
      answers[name] = answer.value
      break
    }
    say()
  }
  lines.close()
  return answers as InitAnswers
}

/** @throws Error that names every flag that cannot be taken */
function take(given: Given): InitAnswers {
  const answers: Partial<Record<keyof InitAnswers, string>> = {}
  const problems: string[] = []
  for (const { name, flag } of QUESTIONS) {
    const answer = parseAnswer(name, given[name] ?? '')
    if ('problem' in answer)
      problems.push(`--${flag}: ${answer.problem}`)
    else answers[name] = answer.value
  }
  if (problems.length > 0)
    throw new Error(problems.join('\n'))
  return answers as InitAnswers
}

async function main(): Promise<void> {
  const { given, isDryRun, isUndo } = readFlags()
  const log = createUndoLog(root)
  if (isUndo)
    return say(log.undo())
  const hasFlags = Object.keys(given).length > 0
  if (!hasFlags && !process.stdin.isTTY)
    throw new Error('Nobody is here to answer: pass --appid, --build, --gateway or --channels.')
  const answers = hasFlags ? take(given) : await ask()
  const changes = changesFor(root, answers)
  if (!isDryRun)
    log.write(changes)
  const verb = isDryRun ? 'Would write' : 'Wrote'
  for (const { file, what } of changes) say(`${verb} ${file}: ${what}`)
  if (changes.length === 0)
    say('Nothing to write: everything is as you say.')
  say()
  nextSteps({ ...answers, appId: answers.appId || appIdOf(root), build: answers.build || chosenBuild(root) }).forEach(step => say(step))
  if (changes.length > 0 && !isDryRun)
    say('To take this back: npm run init -- --undo')
}

main().catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
  process.exitCode = 1
})
