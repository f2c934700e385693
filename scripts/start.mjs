// Builds the H5 app and serves it together with the gateway and a simulated WeChat: the whole way, without an account.
//
//   npm start            PORT=8788 npm start            Ctrl-C ends everything
import { Buffer } from 'node:buffer'
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const OLDEST_NODE = [20, 19]
const DEFAULT_PORT = '8787'
const SECOND_MS = 1000

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const app = join(root, 'dist', 'build', 'h5')
const page = join(app, 'index.html')

let child = null
let isStopping = false

function stop() {
  isStopping = true
  // Nothing runs between two steps: the next one looks at isStopping.
  child?.kill('SIGTERM')
}

function give(sentence) {
  console.error(sentence)
  process.exit(1)
}

// Says what takes its time, and on a terminal also that time goes on.
function announce(label) {
  const startedAtMs = Date.now()
  const seconds = () => Math.round((Date.now() - startedAtMs) / SECOND_MS)
  const { isTTY } = process.stdout
  process.stdout.write(isTTY ? label : `${label}\n`)
  // It must not keep a start alive that has ended.
  const ticking = isTTY ? setInterval(() => process.stdout.write(`\r${label} ${seconds()} s`), SECOND_MS).unref() : null
  return () => {
    clearInterval(ticking)
    process.stdout.write(isTTY ? `\r${label} ${seconds()} s\n` : `… after ${seconds()} s\n`)
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const [oldestMajor, oldestMinor] = OLDEST_NODE
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor))
    give(`Node.js ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}. Get one from https://nodejs.org and run "npm ci" again.`)
  if (!existsSync(join(root, 'node_modules', 'tsx')))
    give('The packages are not installed. Run "npm ci" first.')
}

// A folder that came with a disk image, or belongs to somebody else.
function checkFolder() {
  try {
    mkdirSync(join(app, '..'), { recursive: true })
    rmdirSync(mkdtempSync(join(app, '..', '.probe-')))
  }
  catch (error) {
    give(`The folder ${join(root, 'dist')} cannot be written to (${error.code}). Copy the project to a folder of your own, and run it there.`)
  }
}

// Before the build: another copy that is being used would have its files replaced.
function checkPort(port, host) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', error => error.code === 'EADDRINUSE'
      ? give(`Port ${port} is taken by another program. Stop that one, or set PORT to another number.`)
      : resolve())
    // Whatever else is wrong with the address, the gateway says in its own words.
    try {
      probe.listen({ port: Number(port), host }, () => probe.close(resolve))
    }
    catch {
      resolve()
    }
  })
}

function run(args, options) {
  child = spawn(process.execPath, args, { cwd: root, ...options })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(signal ? 1 : code))
  })
}

async function buildApp() {
  const done = announce('1/2 Building the app for the browser …')
  // The compiler calls some failures a success; only a page that was not there before is one.
  rmSync(page, { force: true })
  const output = []
  // What is only looked at on this machine need not be as small as can be: it is here in a third of the time.
  const building = run([join(root, 'scripts', 'uni.mjs'), 'build', 'h5', '--minify', 'esbuild'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // The page and its gateway share an address, whatever a .env says of the gateway of published builds.
    env: { ...process.env, VITE_GATEWAY_URL: '', UNI_OUTPUT_DIR: app },
  })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => output.push(chunk))
  const code = await building
  done()
  if (isStopping || (code === 0 && existsSync(page)))
    return
  process.stderr.write(Buffer.concat(output))
  give('The app could not be built; the compiler\'s words are above.')
}

async function serve() {
  const done = announce('2/2 Starting the gateway, its database and the simulated WeChat …')
  const serving = run(['--import', 'tsx', join(root, 'server', 'main.ts')], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // An account from .env must not replace the simulator: the browser's simulated plugin knows the simulator's rooms.
    // Nor may simulated visits get into the shop's own database.
    env: { LOG_LEVEL: 'warn', ...process.env, STATIC_DIR: app, WECHAT_APP_ID: '', WECHAT_APP_SECRET: '', WECHAT_BASE_URL: '', DATABASE_URL: '', DATABASE_FILE: '', ADMIN_KEY: '' },
  })
  child.once('message', ({ url }) => {
    done()
    console.log([
      '',
      `  ${url}`,
      `  ${url}/attribution   who shared, who came; the key is "preview"`,
      '',
      '  Simulated: WeChat\'s server API (a shop whose rooms change by the minute), the live plugin, Channels and the visitor.',
      '  Real: the app, the gateway, its database (data/simulated.db), and the streams\' little films.',
      '  Ctrl-C ends everything.',
      '',
    ].join('\n'))
  })
  return serving
}

checkNode()
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
if (existsSync(join(root, '.env')))
  process.loadEnvFile(join(root, '.env'))
checkFolder()
await checkPort(process.env.PORT?.trim() || DEFAULT_PORT, process.env.HOST?.trim() || '127.0.0.1')
await buildApp()
process.exitCode = isStopping ? 0 : await serve()
