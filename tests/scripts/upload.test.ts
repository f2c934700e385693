import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { describe, expect, it, onTestFinished } from 'vitest'
import { problemOfKey } from '@/scripts/upload/key-file'
import { planUpload, problemsOf, UPLOADER } from '@/scripts/upload/plan'

const PROJECT = join(import.meta.dirname, '../..')
const KEY = `-----BEGIN RSA PRIVATE KEY-----\n${'A'.repeat(64)}\n-----END RSA PRIVATE KEY-----\n`
const WISH = { appId: 'wx0123456789abcdef', build: 'mp-weixin', folder: '/project/dist/build/mp-weixin', version: '1.2.0', description: 'autumn teas', keyFile: '/keys/private.key', robot: '3', isPreview: false }

function aFolder(): { folder: string, put: (file: string, text: string) => string } {
  const folder = mkdtempSync(join(tmpdir(), 'weixin-live-upload-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return {
    folder,
    put(file, text) {
      const path = join(folder, file)
      mkdirSync(join(path, '..'), { recursive: true })
      writeFileSync(path, text)
      return path
    },
  }
}

describe('an upload', () => {
  it('builds first, then looks at the output, and only then gives WeChat\'s uploader the key\'s path', () => {
    const steps = planUpload(WISH)
    expect(steps.map(({ program, args }) => [program, args[0], args[1]])).toEqual([['node', 'scripts/uni.mjs', 'build'], ['npm', 'run', '--silent'], ['npm', 'exec', '--yes']])
    expect(steps[2]?.args.join(' ')).toBe(`exec --yes --ignore-scripts --package=${UPLOADER} -- miniprogram-ci upload --pp ${WISH.folder} --pkp /keys/private.key --appid wx0123456789abcdef --uv 1.2.0 -r 3 --use-project-config true --ud autumn teas`)
  })

  it('can be a preview, whose code a phone reads from the terminal', () => {
    const args = planUpload({ ...WISH, isPreview: true, description: '' })[2]?.args ?? []
    expect(args).toEqual(expect.arrayContaining(['preview', '--qrcode-format', 'terminal']))
    expect(args).not.toContain('--ud')
  })

  it('names everything that is wrong with it at once', () => {
    expect(problemsOf(WISH)).toEqual([])
    expect(problemsOf({ appId: '', version: 'new', robot: '31' })).toHaveLength(3)
    for (const robot of ['0', '1.5', '', 'one']) expect(problemsOf({ ...WISH, robot })).toHaveLength(1)
  })
})

describe('an upload key', () => {
  it('is taken from anywhere outside of the project', () => {
    const path = aFolder().put('private.wx0123456789abcdef.key', KEY)
    expect(problemOfKey(PROJECT, path)).toBeNull()
  })

  it('is taken from inside of a project where git leaves it alone, and nowhere else', () => {
    const { folder, put } = aFolder()
    execFileSync('git', ['init', '--quiet'], { cwd: folder })
    put('.gitignore', 'private.*.key\n')
    expect(problemOfKey(folder, put('private.wx0123456789abcdef.key', KEY))).toBeNull()
    expect(problemOfKey(folder, put('keys/upload.pem', KEY))).toContain('git would take it along')
    execFileSync('git', ['add', '--force', 'private.wx0123456789abcdef.key'], { cwd: folder })
    expect(problemOfKey(folder, 'private.wx0123456789abcdef.key')).toContain('git would take it along')
  })

  it('that is missing, is a folder or is something else is refused, and never repeated', () => {
    const { folder, put } = aFolder()
    expect(problemOfKey(PROJECT, '')).toContain('WEIXIN_UPLOAD_KEY')
    expect(problemOfKey(PROJECT, join(folder, 'none.key'))).toContain('no upload key at')
    expect(problemOfKey(PROJECT, folder)).toContain('cannot be read')
    const problem = problemOfKey(PROJECT, put('secret.txt', 'the AppSecret 0123'))
    expect(problem).toContain('is no upload key')
    expect(problem).not.toContain('0123')
  })
})

describe('npm run upload', () => {
  it('ends with one sentence for everything that is missing, and runs nothing', () => {
    const { WEIXIN_UPLOAD_KEY: _, ...env } = process.env
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/upload.ts', '--version', 'x'], { cwd: PROJECT, encoding: 'utf8', env })
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/--version is “x”/)
    expect(stderr).toMatch(/WEIXIN_UPLOAD_KEY/)
  })
})
