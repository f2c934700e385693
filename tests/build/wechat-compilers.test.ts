import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { describe, expect, inject, it } from 'vitest'
import { outputOf, WECHAT_BUILDS } from './support/built'
import { ROOT } from './support/compile'
import { temporaryFolder } from './support/scratch'

const canRun = process.platform === 'linux' && process.arch === 'x64'
if (!canRun)
  process.stdout.write(`WeChat's own compilers are not run: they exist for x86-64 Linux, and this is ${process.platform} on ${process.arch}.\n`)

interface Result { readonly code: number | null, readonly complaint: string }

// The package comes without the right to run what is in it.
function compiler(name: 'wcc' | 'wcsc'): (args: readonly string[], folder: string) => Result {
  const file = join(temporaryFolder('compiler'), name)
  cpSync(join(ROOT, 'node_modules/miniprogram-compiler/bin/linux', name), file)
  chmodSync(file, 0o755)
  return (args, folder) => {
    const { status, stderr } = spawnSync(file, args, { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
    return { code: status, complaint: stderr.trim() }
  }
}

const FINE: Result = { code: 0, complaint: '' }

describe.skipIf(!canRun)('the compilers of WeChat itself', () => {
  it.each(WECHAT_BUILDS)('take every template and every style of the %s build', (build) => {
    const folder = join(inject('builds'), build)
    const { files } = outputOf(build)
    expect(compiler('wcc')(['-d', ...files.filter(file => file.endsWith('.wxml'))], folder)).toEqual(FINE)
    const wcsc = compiler('wcsc')
    for (const file of files.filter(name => name.endsWith('.wxss')))
      expect(wcsc(['-lc', file, '-pc', '1'], folder), file).toEqual(FINE)
  })

  it('refuse a template that is not closed', () => {
    const folder = temporaryFolder('broken')
    writeFileSync(join(folder, 'page.wxml'), '<view><text></view>')
    expect(compiler('wcc')(['-d', 'page.wxml'], folder)).not.toEqual(FINE)
  })

  it('refuse a style for everything', () => {
    const folder = temporaryFolder('broken')
    writeFileSync(join(folder, 'page.wxss'), '* { color: red; }')
    expect(compiler('wcsc')(['-lc', 'page.wxss', '-pc', '1'], folder)).not.toEqual(FINE)
  })
})
