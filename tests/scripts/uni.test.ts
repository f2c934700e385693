import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT, runNode } from '@/tests/build/support/compile'
import { copyProject } from '@/tests/build/support/scratch'

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

  it('makes the compiler\'s input absolute whatever the environment says, and gives each build a folder of its own', async () => {
    const { project, runAs } = projectWithFakeCompiler()
    const heard = await runAs(['build', 'mp-weixin-subpackage', '--mode', 'staging'], { UNI_INPUT_DIR: '.' })
    expect(heard).toEqual({ args: ['build', '-p', 'mp-weixin-subpackage', '--mode', 'staging'], cwd: project, input: project, output: join(project, 'dist/build/mp-weixin-subpackage'), code: 0 })
    expect(await runAs(['dev', 'h5'])).toMatchObject({ args: ['-p', 'h5'], input: project, output: join(project, 'dist/dev/h5') })
  })

  it('writes where UNI_OUTPUT_DIR says', async () => {
    const { runAs } = projectWithFakeCompiler()
    expect(await runAs(['build', 'h5'], { UNI_OUTPUT_DIR: '/elsewhere' })).toMatchObject({ output: '/elsewhere' })
  })

  it('ends with the compiler\'s own exit code', async () => {
    const { runAs } = projectWithFakeCompiler()
    expect(await runAs(['build', 'h5'], { FAKE_EXIT_CODE: '7' })).toMatchObject({ code: 7 })
  })

  it('fails when the compiler is killed', async () => {
    const { runAs } = projectWithFakeCompiler()
    expect(await runAs(['build', 'h5'], { FAKE_SUICIDE: '1' })).toMatchObject({ code: 1 })
  })

  it('stands behind every dev: and build: script', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
    for (const command of ['dev', 'build']) {
      for (const build of BUILDS) expect(scripts[`${command}:${build}`]).toBe(`node scripts/uni.mjs ${command} ${build}`)
    }
  })
})

/** A project whose compiler only says how it was called. */
function projectWithFakeCompiler() {
  const project = realpathSync(copyProject('fake', { hasModules: false }))
  const compiler = join(project, 'node_modules/@dcloudio/vite-plugin-uni')
  mkdirSync(join(compiler, 'bin'), { recursive: true })
  writeFileSync(join(compiler, 'package.json'), '{"name":"@dcloudio/vite-plugin-uni"}')
  writeFileSync(join(compiler, 'bin/uni.js'), `
    console.log(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd(), input: process.env.UNI_INPUT_DIR, output: process.env.UNI_OUTPUT_DIR }))
    if (process.env.FAKE_SUICIDE) process.kill(process.pid, 'SIGKILL')
    process.exitCode = Number(process.env.FAKE_EXIT_CODE ?? 0)
  `)
  const runAs = async (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<object> => {
    const { code, output } = await runNode([join(project, 'scripts/uni.mjs'), ...args], { cwd: tmpdir(), env })
    return { ...JSON.parse(output), code }
  }
  return { project, runAs }
}
