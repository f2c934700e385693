import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { outputAt, PROVIDER, routesOf } from '@/tests/build/support/built'
import { ROOT, runNode } from '@/tests/build/support/compile'
import { load } from '@/tests/build/support/load'
import { copyProject, temporaryFolder } from '@/tests/build/support/scratch'

const DECLARATION = { 'live-player-plugin': { version: '1.3.5', provider: PROVIDER } }

// HBuilderX carries the compiler in a plugin folder of its own, beside a few others that the compiler asks for.
function installHBuilderX(): string {
  const plugins = join(temporaryFolder('hbuilderx'), 'plugins')
  const files = {
    'about/package.json': '{"name":"about"}',
    'uni_helpers/index.js': 'module.exports = { UUVP: () => ({ name: \'noop\' }) }',
    'uni_helpers/lib/bytenode.js': '',
  }
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(plugins, file)), { recursive: true })
    writeFileSync(join(plugins, file), content)
  }
  mkdirSync(join(plugins, 'compile-typescript/node_modules'), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules/typescript'), join(plugins, 'compile-typescript/node_modules/typescript'), 'dir')
  mkdirSync(join(plugins, 'uniapp-cli-vite'))
  // The compiler finds the platforms it can build for among the packages named here.
  copyFileSync(join(ROOT, 'package.json'), join(plugins, 'uniapp-cli-vite/package.json'))
  symlinkSync(join(ROOT, 'node_modules'), join(plugins, 'uniapp-cli-vite/node_modules'), 'dir')
  return join(plugins, 'uniapp-cli-vite')
}

// Minified the quick way, which HBuilderX does not ask for: nothing here depends on it.
async function buildWithHBuilderX(project: string, script?: string) {
  const folder = join(project, 'unpackage/dist/build/mp-weixin')
  const { code, output } = await runNode(['node_modules/@dcloudio/vite-plugin-uni/bin/uni.js', 'build', '-p', 'mp-weixin', '--minify', 'esbuild'], {
    cwd: installHBuilderX(),
    env: {
      HX_Version: '5.14',
      RUN_BY_HBUILDERX: '1',
      UNI_INPUT_DIR: project,
      UNI_OUTPUT_DIR: folder,
      VITE_ROOT_DIR: project,
      ...(script && { UNI_SCRIPT: script }),
    },
  })
  expect(code, output).toBe(0)
  return outputAt(folder)
}

describe.each([
  ['with packages of its own', true],
  ['without packages', false],
])('a project %s in HBuilderX', (_, hasModules) => {
  it('mounts the app, with the plugin in the main package, or in the subpackage when that build is chosen', async () => {
    const [main, subpackage] = await Promise.all([
      buildWithHBuilderX(copyProject('hbuilderx-main', { hasModules })),
      buildWithHBuilderX(copyProject('hbuilderx-sub', { hasModules }), 'mp-weixin-subpackage'),
    ])
    for (const output of [main, subpackage]) {
      expect(load(output).app).toMatchObject({ onLaunch: expect.any(Function), onShow: expect.any(Function) })
      expect(routesOf(output)).toContain('src/live/room/room')
    }
    expect(main.json('app.json')).toMatchObject({ plugins: DECLARATION })
    expect(main.filesWith(/"live-player-plugin":\s*\{/)).toEqual(['app.json'])
    expect(main.json('app.json')).not.toHaveProperty('subPackages.0.plugins')
    expect(subpackage.json('app.json')).not.toHaveProperty('plugins')
    expect(subpackage.json('app.json')).toMatchObject({ subPackages: [{ root: 'src/live', plugins: DECLARATION }, { root: 'src/pages/diagnostics' }] })
  })
})
