import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { outputAt } from '@/tests/build/support/built'
import { compile, runNode } from '@/tests/build/support/compile'
import { copyProject, temporaryFolder } from '@/tests/build/support/scratch'

describe('scripts/uni.mjs', () => {
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
    writeFileSync(join(project, 'main.ts'), 'import \'./not-there\'\n')
    await expect(compile('mp-weixin', temporaryFolder('broken'), { root: project })).rejects.toThrow('not-there')
  })
})
