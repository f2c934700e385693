import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { outputAt } from '@/tests/build/support/built'
import { compile, copyProject, ROOT, runNode, temporaryFolder } from '@/tests/build/support/compile'

const SCRIPT = join(ROOT, 'scripts/uni.mjs')
const BUILDS = ['mp-weixin', 'mp-weixin-subpackage', 'mp-weixin-no-plugin', 'h5']

describe('scripts/uni.mjs', () => {
  it.each([
    [['build', 'mp-wexin']],
    [['publish', 'mp-weixin']],
    [[]],
  ])('refuses %j with a usage line', async (args) => {
    const { code, output } = await runNode([SCRIPT, ...args])
    expect(code).toBe(2)
    expect(output).toContain('Usage:')
    for (const build of BUILDS) expect(output).toContain(build)
  })

  it('says what to do when the packages are not installed', async () => {
    const { code, output } = await runNode([join(copyProject('bare', { hasModules: false }), 'scripts/uni.mjs'), 'build', 'h5'])
    expect(code).toBe(1)
    expect(output).toContain('npm ci')
  })

  it('builds from any folder, and in a path with spaces', async () => {
    const project = copyProject('spaces')
    expect(project).toContain(' ')
    const folder = temporaryFolder('spaces')
    const { code } = await runNode([join(project, 'scripts/uni.mjs'), 'build', 'mp-weixin'], { cwd: tmpdir(), env: { UNI_OUTPUT_DIR: folder } })
    expect(code).toBe(0)
    expect(outputAt(folder).text('app.js')).toContain('.mount("#app")')
  })

  it('fails when the compiler fails', async () => {
    const project = copyProject('broken')
    const { writeFileSync } = await import('node:fs')
    writeFileSync(join(project, 'main.ts'), 'import \'./not-there\'\n')
    await expect(compile('mp-weixin', temporaryFolder('broken'), { root: project })).rejects.toThrow('not-there')
  })

  it('stands behind every dev: and build: script', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
    for (const command of ['dev', 'build']) {
      for (const build of BUILDS) expect(scripts[`${command}:${build}`]).toBe(`node scripts/uni.mjs ${command} ${build}`)
    }
  })
})
