// npm run upload: builds, looks at the output, and uploads it without DevTools, through WeChat's miniprogram-ci.
//
//   npm run upload -- --version 1.2.0 --desc "autumn teas" --key ~/keys/private.wx….key
//   npm run upload -- --preview …     a QR code for a phone of the team
//   npm run upload -- --dry-run …     says what would be run
//
// WeChat lets in only addresses of its list: MP console, 开发管理 → 开发设置 → 小程序代码上传 → IP白名单.
import type { UploadStep } from './upload/plan'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { PUBLISHED_ENV_FILES, publishedEnv } from './doctor/env-file'
import { WECHAT_BUILDS } from './init/answers'
import { chosenBuild } from './init/chosen-build'
import { appIdOf } from './init/manifest'
import { problemOfKey } from './upload/key-file'
import { planUpload, problemsOf } from './upload/plan'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

function readFlags() {
  return parseArgs({
    options: {
      'version': { type: 'string', default: versionOfProject() },
      'desc': { type: 'string', default: '' },
      'build': { type: 'string', default: chosenBuild(root) },
      'key': { type: 'string', default: process.env.WEIXIN_UPLOAD_KEY ?? '' },
      'robot': { type: 'string', default: '1' },
      'preview': { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
    },
  }).values
}

function versionOfProject(): string {
  const { version }: { version?: unknown } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return String(version)
}

// As the compiler reads it: what is set around it wins over every file.
function gatewayUrl(): string {
  const files = PUBLISHED_ENV_FILES.filter(file => existsSync(join(root, file))).map(file => ({ file, text: readFileSync(join(root, file), 'utf8') }))
  return process.env.VITE_GATEWAY_URL ?? publishedEnv(files).find(({ name }) => name === 'VITE_GATEWAY_URL')?.value ?? ''
}

function run({ program, args }: UploadStep): boolean {
  // npm is a script on Windows, which only a shell runs; npm itself says where it is.
  const npm = process.env.npm_execpath
  const command = program === 'npm' && npm ? [npm, ...args] : [...args]
  const { status, error } = program === 'npm' && !npm
    ? spawnSync('npm', command, { cwd: root, stdio: 'inherit' })
    : spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' })
  if (error)
    throw error
  return status === 0
}

function main(): void {
  const flags = readFlags()
  const wish = {
    appId: appIdOf(root),
    build: flags.build,
    folder: join(root, 'dist', 'build', flags.build),
    version: flags.version,
    description: flags.desc,
    keyFile: flags.key === '' ? '' : resolve(root, flags.key),
    robot: flags.robot,
    isPreview: flags.preview,
  }
  const keyProblem = problemOfKey(root, wish.keyFile)
  const problems = [
    ...problemsOf(wish),
    ...(WECHAT_BUILDS.includes(wish.build) ? [] : [`--build is “${wish.build}”, and has to be one of ${WECHAT_BUILDS.join(', ')}.`]),
    ...(gatewayUrl() === '' ? ['Published builds need their gateway: npm run init -- --gateway https://…'] : []),
    ...(keyProblem ? [keyProblem] : []),
  ]
  if (problems.length > 0)
    throw new Error(problems.join('\n'))
  for (const step of planUpload(wish)) {
    process.stdout.write(`== ${step.what}: ${[step.program, ...step.args].join(' ')}\n`)
    if (!flags['dry-run'] && !run(step))
      throw new Error(`It ended there: ${step.what}. Nothing after it was run.`)
  }
}

try {
  main()
}
catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
  process.exitCode = 1
}
