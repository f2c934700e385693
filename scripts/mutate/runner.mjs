// A process of its own that keeps vitest open in a copy of the project, and runs the test files it is asked to run.
// Two of them use both cores: vitest transforms everything in its main process. Plain JavaScript, because tsx and vitest
// do not load each other's modules.
import { relative } from 'node:path'
import process from 'node:process'
import { createVitest } from 'vitest/node'

/** @import { RunRequest, Verdict } from './protocol' */
/** @import { TestModule, TestSpecification, Vitest } from 'vitest/node' */

const root = process.cwd()

/**
 * @param {readonly TestModule[]} modules
 * @param {readonly unknown[]} unhandled
 * @returns {Verdict} the first failed test, if there is one: a test that fails may leave more behind
 */
function verdictOn(modules, unhandled) {
  const [failed] = modules.flatMap(module => [...module.children.allTests('failed')])
  if (failed)
    return { kind: 'failed', file: relative(root, failed.module.moduleId), test: failed.fullName }
  const errors = modules.flatMap(module => [...module.errors(), ...[...module.children.allSuites()].flatMap(suite => suite.errors())])
  if (errors.length + unhandled.length > 0)
    return { kind: 'crashed', reason: reasonOf([...errors, ...unhandled][0]) }
  const idle = modules.find(module => [...module.children.allTests('passed')].length === 0)
  if (idle || modules.length === 0)
    return { kind: 'crashed', reason: `no test ran in ${idle ? relative(root, idle.moduleId) : 'any file'}` }
  return { kind: 'passed' }
}

/** @param {unknown} thrown */
function reasonOf(thrown) {
  return typeof thrown === 'object' && thrown !== null && 'message' in thrown ? String(thrown.message) : String(thrown)
}

/**
 * @param {Vitest} vitest
 * @param {string} file
 * @returns {Promise<TestSpecification[]>} one for each project that has it
 */
async function specificationsOf(vitest, file) {
  const found = (await vitest.globTestSpecifications([file])).filter(({ moduleId }) => relative(root, moduleId) === file)
  if (found.length === 0)
    throw new Error(`No project has the test file ${file}.`)
  return found
}

/**
 * @param {Vitest} vitest
 * @param {RunRequest} request
 * @returns {Promise<Verdict>} never rejects
 */
async function run(vitest, { tests, names, changed }) {
  try {
    for (const file of changed) vitest.invalidateFile(file)
    if (tests.length === 0)
      return { kind: 'passed' }
    vitest.setGlobalTestNamePattern(names.map(name => name.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')).join('|'))
    const specifications = await Promise.all(tests.map(file => specificationsOf(vitest, file)))
    // It would report what became of the files of earlier runs, too.
    vitest.state.filesMap.clear()
    const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications.flat())
    return verdictOn(testModules, unhandledErrors)
  }
  catch (thrown) {
    return { kind: 'crashed', reason: reasonOf(thrown) }
  }
}

/** @type {Promise<Vitest>} Requests may come before it is there. */
const opening = createVitest('test', { root, watch: false, cache: false, bail: 1, maxWorkers: 1, minWorkers: 1, reporters: [{}] }).then(async (vitest) => {
  await vitest.init()
  return vitest
})
process.on('message', request => void opening.then(vitest => run(vitest, request)).then(verdict => process.send?.(verdict)))
process.once('disconnect', () => void opening.then(vitest => vitest.close()).finally(() => process.exit()))
