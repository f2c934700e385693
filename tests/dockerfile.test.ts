import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const dockerfile = readFileSync('Dockerfile', 'utf8')
const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> }
const ignored = readFileSync('.dockerignore', 'utf8').split('\n').filter(line => line && !line.startsWith('#'))

const APP_ONLY = /^(?:@dcloudio\/.*|vue|pinia|hls\.js|mpegts\.js)$/

describe('the image of the gateway', () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = '']) => files.split(' '))

  it('copies only what is there, and what the build may see', () => {
    expect(copied).toEqual(['package.json', 'package-lock.json', 'package.json', 'tsconfig.json', 'server', 'src/domain'])
    expect(copied.filter(file => !existsSync(file))).toEqual([])
    expect(copied.filter(file => !ignored.includes(`!${file.split('/')[0]}`))).toEqual([])
  })

  it('sees no file with secrets, whatever lies in the folder', () => {
    expect(ignored[0]).toBe('*')
    expect(ignored.slice(1).filter(line => /env|key/.test(line))).toEqual([])
  })

  it('leaves out exactly the packages that only the app needs', () => {
    const [, removed = ''] = /npm uninstall[^\n]*\\\n\s*(.+)/.exec(dockerfile) ?? []
    expect(removed.split(' ')).toEqual(Object.keys(dependencies).filter(name => APP_ONLY.test(name)).sort())
  })

  it('listens where the outside can reach it, as a user who is not root', () => {
    expect(dockerfile).toContain('HOST=0.0.0.0')
    expect(dockerfile.indexOf('USER node')).toBeGreaterThan(dockerfile.lastIndexOf('RUN '))
  })
})
