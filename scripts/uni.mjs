// Starts the uni-app compiler with this folder as its input.
//
//   node scripts/uni.mjs dev|build <build>      build: mp-weixin | mp-weixin-subpackage | mp-weixin-no-plugin | h5
//
// The compiler reads its input folder from UNI_INPUT_DIR. It must be an absolute path: with a relative one the
// compiler says "Build complete" and ships an app that never mounts. npm scripts cannot build an absolute path on
// Windows' cmd, hence this file.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const BUILDS = ['mp-weixin', 'mp-weixin-subpackage', 'mp-weixin-no-plugin', 'h5']

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const [command, build, ...rest] = process.argv.slice(2)

if (!['dev', 'build'].includes(command) || !BUILDS.includes(build)) {
  console.error(`Usage: node scripts/uni.mjs dev|build ${BUILDS.join('|')} [compiler options]`)
  process.exit(2)
}

const require = createRequire(import.meta.url)
let compiler
try {
  compiler = join(dirname(require.resolve('@dcloudio/vite-plugin-uni/package.json')), 'bin', 'uni.js')
}
catch {
  console.error('The compiler is not installed. Run "npm ci" first.')
  process.exit(1)
}
if (!existsSync(join(root, 'pages.json'))) {
  console.error(`pages.json is missing in ${root}: the compiler needs it at the top level.`)
  process.exit(1)
}

const child = spawn(process.execPath, [compiler, ...(command === 'build' ? ['build'] : []), '-p', build, ...rest], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    UNI_INPUT_DIR: root,
    // All builds of one platform would otherwise write into the same folder.
    UNI_OUTPUT_DIR: process.env.UNI_OUTPUT_DIR ?? join(root, 'dist', command, build),
  },
})
child.on('error', (error) => {
  console.error(`The compiler could not be started: ${error.message}`)
  process.exit(1)
})
child.on('exit', (code, signal) => process.exit(signal ? 1 : code ?? 1))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
