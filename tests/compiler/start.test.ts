import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import { expect, it, onTestFinished } from 'vitest'
import { ROOT } from '@/tests/build/support/compile'
import { copyProject } from '@/tests/build/support/scratch'

async function aFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

// The README's first command, on a project that has never been built.
it('npm start says what it does, prints the address and what is simulated, serves the app, and ends when it is told to', async () => {
  const { NODE_ENV: _, VITEST: __, ...env } = process.env
  const port = await aFreePort()
  const project = copyProject('start')
  cpSync(join(ROOT, 'server'), join(project, 'server'), { recursive: true })
  const child = spawn(process.execPath, [join(project, 'scripts/start.mjs')], { env: { ...env, PORT: String(port) } })
  onTestFinished(() => void child.kill('SIGKILL'))
  const end = once(child, 'close')
  let said = ''
  const isUp = new Promise<void>(resolve => child.stdout.on('data', (chunk) => {
    said += String(chunk)
    if (said.includes('Ctrl-C'))
      resolve()
  }))
  child.stderr.on('data', chunk => said += String(chunk))
  await Promise.race([isUp, end])

  const url = `http://127.0.0.1:${port}`
  expect(said).toMatch(/^1\/2 Building[^\n]+\n… after \d+ s\n2\/2 Starting[^\n]+\n… after \d+ s\n/)
  expect(said).toContain(`\n  ${url}\n`)
  expect(said).toContain('Simulated: ')
  expect(await (await fetch(url)).text()).toContain('<div id="app">')
  expect(await (await fetch(`${url}/v1/rooms?limit=1`)).json()).toMatchObject({ rooms: [{}] })

  child.kill('SIGINT')
  expect(await end).toEqual([0, null])
})
