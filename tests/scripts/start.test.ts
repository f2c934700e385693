import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { describe, expect, it, onTestFinished } from 'vitest'

const PROJECT = join(import.meta.dirname, '../..')

/** A folder with no more in it than the start looks at first. */
function aFolder({ hasPackages = true } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'weixin-live-start-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(join(PROJECT, 'scripts/start.mjs'), join(folder, 'scripts/start.mjs'), { recursive: true })
  if (hasPackages)
    mkdirSync(join(folder, 'node_modules/tsx'), { recursive: true })
  return folder
}

function start(folder: string, env: Readonly<Record<string, string>> = {}, before = ''): { status: number | null, words: string } {
  const script = join(folder, 'scripts/start.mjs')
  const args = before === '' ? [script] : ['--input-type=module', '--eval', `${before}; await import(${JSON.stringify(script)})`]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } })
  expect(stdout).toBe('')
  return { status, words: stderr }
}

describe('npm start, where something is missing', () => {
  it('names the Node.js that is needed', () => {
    const before = 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "18.20.8" } })'
    expect(start(aFolder(), {}, before)).toEqual({ status: 1, words: expect.stringMatching(/^Node\.js 20\.19 or newer is needed; this is 18\.20\.8\. [^\n]+\n$/) })
  })

  it('says that the packages are not installed', () => {
    expect(start(aFolder({ hasPackages: false }))).toEqual({ status: 1, words: 'The packages are not installed. Run "npm ci" first.\n' })
  })

  it('says that a port is taken, and what to do, before it builds anything', async () => {
    const other = createServer()
    onTestFinished(() => void other.close())
    const port = await new Promise<number>(resolve => other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)))
    expect(start(aFolder(), { PORT: String(port) })).toEqual({ status: 1, words: `Port ${port} is taken by another program. Stop that one, or set PORT to another number.\n` })
  })

  it('says that its folder cannot be written to', () => {
    const folder = aFolder()
    // Also for whoever may write everywhere.
    writeFileSync(join(folder, 'dist'), '')
    expect(start(folder)).toEqual({ status: 1, words: expect.stringMatching(/^The folder \S+dist cannot be written to \(\w+\)\. Copy [^\n]+\n$/) })
  })
})
