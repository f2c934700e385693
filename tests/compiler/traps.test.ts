// What the compiler does without the settings of this project: each test shows why one of them is there.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { outputAt } from '@/tests/build/support/built'
import { compile, ROOT, runNode } from '@/tests/build/support/compile'
import { copyProject, temporaryFolder } from '@/tests/build/support/scratch'

describe('an input folder that is not absolute', () => {
  it('makes the compiler say "Build complete" over an app that never mounts, which is why scripts/uni.mjs sets it', async () => {
    const project = copyProject('relative')
    const folder = temporaryFolder('relative')
    const { output } = await runNode([join(ROOT, 'node_modules/@dcloudio/vite-plugin-uni/bin/uni.js'), 'build', '-p', 'mp-weixin', '--minify', 'esbuild'], {
      cwd: project,
      env: { UNI_INPUT_DIR: '.', UNI_OUTPUT_DIR: folder },
    })
    expect(output).toContain('Build complete')
    expect(outputAt(folder).text('app.js')).not.toContain('.mount(')
  })
})

describe('<pendant>', () => {
  it('loses its attributes unless manifest.json lists it as a native tag', async () => {
    const project = copyProject('pendant')
    const manifest = join(project, 'manifest.json')
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"nativeTags": ["pendant"],', ''))
    const lost = await compile('mp-weixin', temporaryFolder('pendant'), { root: project, isQuick: true })
    const [tag = ''] = /<pendant[^>]*>/.exec(outputAt(lost).text('src/pages/goods/goods.wxml')) ?? []
    expect(tag).not.toContain(' custom-params=')
  })
})
