import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parseAnswer, QUESTIONS } from '@/scripts/init/answers'
import { changesFor, withSettings } from '@/scripts/init/changes'
import { chosenBuild } from '@/scripts/init/chosen-build'
import { readAppId, withAppId } from '@/scripts/init/manifest'
import { createUndoLog } from '@/scripts/init/undo-log'

const PROJECT = join(import.meta.dirname, '../..')
const APP_ID = 'wx0123456789abcdef'
const MANIFEST = `{
  // A comment, with "appid": "" in it
  "appid": "not this one",
  "mp-weixin": {
    "appid": "", // the one place
    "darkmode": true,
  },
}
`
const ANSWERS = { appId: APP_ID, build: 'mp-weixin-no-plugin', gatewayUrl: 'https://live.example.com', channels: 'sphAbc*' }

function aProject(files: Readonly<Record<string, string>> = {}): { root: string, text: (file: string) => string | null, put: (file: string, text: string) => void } {
  const root = mkdtempSync(join(tmpdir(), 'weixin-live-init-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const put = (file: string, text: string): void => writeFileSync(join(root, file), text)
  for (const [file, text] of Object.entries({ 'manifest.json': MANIFEST, ...files })) put(file, text)
  return { root, put, text: file => existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : null }
}

describe('an answer', () => {
  it.each([
    ['appId', ' wx0123456789abcdef ', APP_ID],
    ['build', 'mp-weixin-subpackage', 'mp-weixin-subpackage'],
    ['gatewayUrl', 'https://live.example.com/', 'https://live.example.com'],
    ['gatewayUrl', 'https://live.example.com:8443', 'https://live.example.com:8443'],
    ['channels', 'sphAbc*, sphDef，sph_1', 'sphAbc*,sphDef,sph_1'],
  ] as const)('for %s is taken: “%s”', (name, typed, value) => {
    expect(parseAnswer(name, typed)).toEqual({ value })
  })

  it.each([
    ['appId', 'touristappid'],
    ['appId', 'wx0123456789ABCDEF'],
    ['build', 'h5'],
    ['gatewayUrl', 'http://live.example.com'],
    ['gatewayUrl', 'https://10.0.0.1'],
    ['gatewayUrl', 'https://[::1]'],
    ['gatewayUrl', 'https://localhost'],
    ['gatewayUrl', 'https://live.example.com/v1'],
    ['gatewayUrl', 'live.example.com'],
    ['channels', 'v2_060000231003b20faec8c4e28010c7d5'],
  ] as const)('for %s is refused with a reason: “%s”', (name, typed) => {
    expect(parseAnswer(name, typed)).toEqual({ problem: expect.stringMatching(/\w/) })
  })

  it('is read without a throw, whatever is typed', () => {
    fc.assert(fc.property(fc.constantFrom(...QUESTIONS.map(({ name }) => name)), fc.string(), (name, typed) => {
      expect(Object.keys(parseAnswer(name, typed))).toHaveLength(1)
    }))
  })
})

describe('manifest.json', () => {
  it('gets the appid in the one place, and keeps its comments', () => {
    const written = withAppId(MANIFEST, APP_ID)
    expect(written).toBe(MANIFEST.replace('"appid": "", // the', `"appid": "${APP_ID}", // the`))
    expect(readAppId(written)).toBe(APP_ID)
  })

  it('of this project is one that an appid can be written into', () => {
    const manifest = readFileSync(join(PROJECT, 'manifest.json'), 'utf8')
    expect(readAppId(withAppId(manifest, APP_ID))).toBe(APP_ID)
  })

  it.each([
    ['is cut off', '{ "mp-weixin": { "appid": "', /cannot be read, near line 1/],
    ['has no place for WeChat\'s', '{ "appid": "" }', /no "appid" inside "mp-weixin"/],
    ['has a number there', '{ "mp-weixin": { "appid": 7 } }', /no "appid" inside "mp-weixin"/],
  ])('that %s is left alone, with a clear word', (_, manifest, words) => {
    expect(() => withAppId(manifest, APP_ID)).toThrow(words)
  })
})

describe('an .env file', () => {
  it('keeps every other line, and the last of two is the one that counts', () => {
    const text = '# the shop\nSECRET=a=b\nNAME=1\nexport NAME=2\n'
    expect(withSettings(text, { NAME: '3', OTHER: 'x' })).toBe('# the shop\nSECRET=a=b\nNAME=1\nNAME=3\nOTHER=x\n')
    expect(withSettings('A=1\r\n', { B: '2' })).toBe('A=1\r\nB=2\r\n')
  })
})

describe('what init writes', () => {
  it('is the appid, the build, the Channels accounts and the gateway, each where it is looked for', () => {
    const { root, text } = aProject({ '.env': 'ADMIN_KEY=secret\n' })
    createUndoLog(root).write(changesFor(root, ANSWERS))
    expect(readAppId(text('manifest.json') ?? '')).toBe(APP_ID)
    expect(text('.env')).toBe('ADMIN_KEY=secret\nWEIXIN_LIVE_BUILD=mp-weixin-no-plugin\nCHANNELS_ACCOUNTS=sphAbc*\n')
    expect(text('.env.production')).toBe('VITE_GATEWAY_URL=https://live.example.com\n')
    expect(chosenBuild(root)).toBe('mp-weixin-no-plugin')
  })

  it('is nothing for what nobody answered, or what is so already', () => {
    const { root } = aProject()
    expect(changesFor(root, { appId: '', build: '', gatewayUrl: '', channels: '' })).toEqual([])
    createUndoLog(root).write(changesFor(root, ANSWERS))
    expect(changesFor(root, ANSWERS)).toEqual([])
  })

  it('can be taken back, run by run, to the byte', () => {
    const { root, text } = aProject({ '.env': 'ADMIN_KEY=secret' })
    const log = createUndoLog(root)
    log.write(changesFor(root, ANSWERS))
    const between = ['manifest.json', '.env', '.env.production'].map(text)
    log.write(changesFor(root, { ...ANSWERS, gatewayUrl: 'https://other.example.com', build: 'mp-weixin' }))
    expect(log.undo()).toContain('.env.production')
    expect(['manifest.json', '.env', '.env.production'].map(text)).toEqual(between)
    log.undo()
    expect(['manifest.json', '.env', '.env.production'].map(text)).toEqual([MANIFEST, 'ADMIN_KEY=secret', null])
    expect(() => log.undo()).toThrow('nothing to take back')
  })

  it('is not taken back from under somebody who has changed a file since', () => {
    const { root, text, put } = aProject()
    const log = createUndoLog(root)
    log.write(changesFor(root, ANSWERS))
    put('.env.production', 'VITE_GATEWAY_URL=https://mine.example.com\n')
    expect(() => log.undo()).toThrow('.env.production')
    expect(readAppId(text('manifest.json') ?? '')).toBe(APP_ID)
  })

  it('has a way back that only its owner can read, and says so when that is broken', () => {
    const { root, put } = aProject({ '.env': 'ADMIN_KEY=secret\n' })
    const log = createUndoLog(root)
    log.write(changesFor(root, ANSWERS))
    expect(statSync(join(root, 'data/init-undo.json')).mode & 0o077).toBe(0)
    put('data/init-undo.json', '[[{"file":1}]]')
    expect(() => log.undo()).toThrow('cannot be read')
  })

  it('cannot be worked out where there is no manifest, or .env names no build', () => {
    const { root, put } = aProject()
    put('.env', 'WEIXIN_LIVE_BUILD=h5\n')
    expect(() => chosenBuild(root)).toThrow('mp-weixin-subpackage')
    mkdirSync(join(root, 'empty'))
    expect(() => changesFor(join(root, 'empty'), ANSWERS)).toThrow('manifest.json is missing')
  })
})

describe('npm run init', () => {
  const run = (...args: string[]): { status: number | null, said: string, complained: string } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/init.ts', ...args], { cwd: PROJECT, encoding: 'utf8', input: '' })
    return { status, said: stdout, complained: stderr }
  }

  it('says with --dry-run what it would write and what comes next, and writes nothing', () => {
    const before = readFileSync(join(PROJECT, 'manifest.json'), 'utf8')
    const { status, said } = run('--dry-run', '--appid', APP_ID, '--gateway', 'https://live.example.com')
    expect([status, said]).toEqual([0, expect.stringContaining('Would write .env.production')])
    expect(said).toContain('request合法域名')
    expect(readFileSync(join(PROJECT, 'manifest.json'), 'utf8')).toBe(before)
  })

  it('ends with one sentence for each flag that cannot be taken, and where nobody can be asked', () => {
    expect(run('--appid', 'nonsense', '--gateway', 'ftp://x')).toMatchObject({ status: 1, complained: expect.stringMatching(/^--appid: .+\n--gateway: .+\n$/) })
    expect(run()).toMatchObject({ status: 1, complained: expect.stringContaining('--appid') })
    expect(run('--colour', 'red')).toMatchObject({ status: 1, complained: expect.stringContaining('--colour') })
  })
})
