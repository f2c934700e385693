import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { outputAt } from '@/tests/build/support/built'
import { compile } from '@/tests/build/support/compile'
import { copyProject, temporaryFolder } from '@/tests/build/support/scratch'

describe('secrets', () => {
  it('of the environment and of .env reach no output', async () => {
    const SECRETS = ['WECHAT_APP_ID', 'WECHAT_APP_SECRET', 'ADMIN_KEY', 'DATABASE_URL']
    const project = copyProject('secrets')
    writeFileSync(join(project, '.env'), `${SECRETS.map(name => `${name}=file-marker-${name}`).join('\n')}\nVITE_GATEWAY_URL=https://gateway-marker.example\n`)
    const env = { ...Object.fromEntries(SECRETS.map(name => [name, `env-marker-${name}`])), VITE_GATEWAY_URL: 'https://gateway-marker.example' }
    const folders = await Promise.all(['mp-weixin', 'h5'].map(build => compile(build, temporaryFolder('secrets'), { root: project, env, isQuick: true })))
    for (const output of folders.map(outputAt)) {
      expect(output.filesWith('gateway-marker').length, 'a public setting is there, so the search works').toBeGreaterThan(0)
      expect(output.filesWith(/(?:file|env)-marker-/)).toEqual([])
    }
  })
})

describe('visits', () => {
  it('are not reported to the compiler\'s maker, even once HBuilderX has written its own appid', async () => {
    const project = copyProject('statistics')
    const manifest = join(project, 'manifest.json')
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"appid": ""', '"appid": "__UNI__1234567"'))
    const output = outputAt(await compile('h5', temporaryFolder('statistics'), { root: project, isQuick: true }))
    expect(output.filesWith('tongji')).toEqual([])
  })
})
