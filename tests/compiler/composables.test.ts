import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { outputAt } from '@/tests/build/support/built'
import { ROOT, runNode } from '@/tests/build/support/compile'
import { temporaryFolder } from '@/tests/build/support/scratch'
import { archivedIn, examplesOf } from '@/tests/docs/support/markdown'

const CONFIG = `import uni from '@dcloudio/vite-plugin-uni'
import { defineConfig } from 'vite'

export default defineConfig({ plugins: [uni()] })
`

// A CLI project as its makers would have it, and in it what docs/composables.md says, word for word.
function projectByTheDocument(): string {
  const project = temporaryFolder('composables')
  const input = join(project, 'src')
  const markdown = readFileSync(join(ROOT, 'docs/composables.md'), 'utf8')
  for (const path of archivedIn(markdown)) cpSync(join(ROOT, path), join(input, path), { recursive: true })
  for (const { file, code } of examplesOf(markdown)) {
    mkdirSync(dirname(join(input, file)), { recursive: true })
    writeFileSync(join(input, file), code)
  }
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<string, unknown>
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'my-shop', dependencies, devDependencies }))
  writeFileSync(join(project, 'vite.config.ts'), CONFIG)
  const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8')) as { compilerOptions: object }
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...compilerOptions, paths: { '@/*': ['./src/*'] } }, include: ['src'] }))
  symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'), 'dir')
  return project
}

describe('a project that takes the composables as docs/composables.md says', () => {
  it('passes the type-checker, and builds pages with their reminder and their share hooks', async () => {
    const project = projectByTheDocument()
    const types = await runNode([join(ROOT, 'node_modules/vue-tsc/bin/vue-tsc.js'), '--noEmit'], { cwd: project })
    expect(types.output).toBe('')

    const folder = temporaryFolder('composables-output')
    const build = await runNode([join(ROOT, 'node_modules/@dcloudio/vite-plugin-uni/bin/uni.js'), 'build', '-p', 'mp-weixin'], {
      cwd: project,
      env: { UNI_INPUT_DIR: join(project, 'src'), UNI_OUTPUT_DIR: folder },
    })
    expect(build.output).toContain('Build complete')
    const output = outputAt(folder)
    expect(output.text('app.js')).toContain('.mount("#app")')
    expect(output.text('app.json')).toContain('live-player-plugin')
    expect(output.text('pages/reminder/reminder.wxml')).toMatch(/<subscribe [^>]*room-id="\{\{\w+\}\}"[^>]* bindsubscribe=/)
    expect(output.text('pages/reminder/reminder.json')).toContain('plugin-private://wx2b03c6e691cd7370/components/subscribe/subscribe')
    expect(output.text('pages/room/room.js')).toMatch(/onShareAppMessage[\s\S]*onShareTimeline/)
  }, 300_000)
})
