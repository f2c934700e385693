// npm run build:third-party: one template for shops with and without the live plugin, for third-party platforms (代开发).
//
//   dist/third-party/template                 the app, which declares no plugin
//   dist/third-party/ext-with-live.json       what makes it one with the plugin, per shop
//   dist/third-party/ext-without-live.json
//
// docs/third-party-platforms.md says what to do with them.
import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { splitFolder } from './third-party/split-folder'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const out = join(root, 'dist', 'third-party')
const template = join(out, 'template')

function build(): void {
  rmSync(out, { recursive: true, force: true })
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'uni.mjs'), 'build', 'mp-weixin'], { cwd: root, stdio: 'inherit', env: { ...process.env, UNI_OUTPUT_DIR: template } })
  if (status !== 0)
    throw new Error('The app could not be built; the compiler\'s words are above.')
}

function main(): void {
  build()
  const { withLive, withoutLive } = splitFolder(template)
  for (const [name, ext] of [['with', withLive], ['without', withoutLive]] as const) writeFileSync(join(out, `ext-${name}-live.json`), `${JSON.stringify(ext, null, 2)}\n`)
  process.stdout.write([
    '',
    'dist/third-party/template                 upload this as the template',
    'dist/third-party/ext-with-live.json       goes with a commit for a shop that has the live plugin',
    'dist/third-party/ext-without-live.json    and this one for a shop that has not',
    'Enter extAppid and ext.gatewayUrl for each shop: docs/third-party-platforms.md',
    '',
  ].join('\n'))
}

try {
  main()
}
catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
  process.exitCode = 1
}
