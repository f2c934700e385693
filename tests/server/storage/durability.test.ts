import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { createLog } from '@/server/log'
import { openDatabase, ping } from '@/server/storage/database'
import { createTouchStore } from '@/server/storage/touches'
import { createVisitorStore } from '@/server/storage/visitors'
import { createPostgresServer } from '../support/postgres'

const WRITER = join(__dirname, '..', 'support', 'write-touches.ts')
const ROOT = join(__dirname, '..', '..', '..')
const BATCH = 10
const PATIENCE_MS = 60_000
const log = createLog('silent')

const anna = { openid: 'anna', shareId: 'share-of-anna', atMs: 1 }

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'weixin-live-kill-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  // In a folder that is not there yet.
  return join(folder, 'data', 'test.db')
}

/** Lets a process write until it has said so often enough, and kills it in the middle of the next. */
async function writeAndDie(file: string, openid: string, batches: number): Promise<number> {
  const writer: ChildProcess = fork(WRITER, [file, openid], { cwd: ROOT, execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  let confirmed = -1
  writer.on('message', (batch) => {
    confirmed = Number(batch)
    if (confirmed >= batches)
      writer.kill('SIGKILL')
  })
  await once(writer, 'exit')
  return confirmed
}

async function idsOf(file: string, openid: string): Promise<Set<string>> {
  const db = await openDatabase({ kind: 'sqlite', file }, log)
  onTestFinished(() => db.destroy())
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db)
  expect(rows).toEqual([{ integrity_check: 'ok' }])
  return new Set((await db.selectFrom('touches').select('id').where('openid', '=', openid).execute()).map(({ id }) => id))
}

function idsUpTo(batch: number): string[] {
  return Array.from({ length: (batch + 1) * BATCH }, (_, i) => `${Math.floor(i / BATCH)}-${i % BATCH}`)
}

describe('the embedded database', { timeout: PATIENCE_MS }, () => {
  it('has everything that it confirmed, and only whole batches, after kill -9', async () => {
    const file = newFile()
    const confirmed = await writeAndDie(file, 'bert', 30)
    const ids = await idsOf(file, 'bert')
    expect(confirmed).toBeGreaterThanOrEqual(30)
    expect(idsUpTo(confirmed).filter(id => !ids.has(id))).toEqual([])
    expect(ids.size % BATCH).toBe(0)
  })

  it('survives two processes that write at once and are both killed', async () => {
    const file = newFile()
    // Both find no file, and both would make the tables.
    const [bert, carl] = await Promise.all([writeAndDie(file, 'bert', 15), writeAndDie(file, 'carl', 15)])
    expect(Math.min(bert, carl)).toBeGreaterThanOrEqual(15)
    const [ofBert, ofCarl] = [await idsOf(file, 'bert'), await idsOf(file, 'carl')]
    expect(idsUpTo(bert).filter(id => !ofBert.has(id))).toEqual([])
    expect(idsUpTo(carl).filter(id => !ofCarl.has(id))).toEqual([])
  })

  it('keeps everything over a restart', async () => {
    const file = newFile()
    const first = await openDatabase({ kind: 'sqlite', file }, log)
    await createVisitorStore(first).remember(anna)
    await first.destroy()
    const second = await openDatabase({ kind: 'sqlite', file }, log)
    onTestFinished(() => second.destroy())
    expect(await second.selectFrom('visitors').select('openid').execute()).toEqual([{ openid: 'anna' }])
  })

  it('says in a sentence what is wrong with its place', async () => {
    const openIn = (file: string) => openDatabase({ kind: 'sqlite', file }, log)
    await expect(openIn(join(WRITER, 'inside-a-file.db'))).rejects.toThrow(/cannot be used: its folder cannot be made .*DATABASE_FILE/)
    await expect(openIn(ROOT)).rejects.toThrow(/cannot be used: it cannot be opened for writing.*DATABASE_FILE/)
    await expect(openIn(WRITER)).rejects.toThrow(/cannot be used: it is not an intact SQLite database .*DATABASE_FILE/)
  })
})

describe.skipIf(inject('postgresUrl') === null)('a PostgreSQL server', { timeout: PATIENCE_MS }, () => {
  it('may be restarted between two batches', async () => {
    const server = await createPostgresServer()
    onTestFinished(() => server.remove())
    const lines: string[] = []
    const db = await openDatabase({ kind: 'postgres', url: server.url }, createLog('warn', line => lines.push(line)))
    onTestFinished(() => db.destroy())
    const touches = createTouchStore(db)
    const touch = { id: '1', via: 'own-link', roomId: 1, goodsId: null, shareOpenid: '', shareId: '', customParams: {}, scene: 1, atMs: 1 } as const
    expect(await touches.save('bert', [touch], 1)).toBe(1)
    await server.stop()
    await expect(ping(db)).rejects.toThrow()
    await expect(touches.save('bert', [{ ...touch, id: '2' }], 1)).rejects.toThrow()
    await server.start()
    expect(await touches.save('bert', [touch, { ...touch, id: '2' }], 1)).toBe(1)
    await ping(db)
    expect(lines.join('')).not.toContain('bert')
  })

  it('says in a sentence why it cannot be used, without the password', async () => {
    const opening = openDatabase({ kind: 'postgres', url: 'postgres://shop:hunter2@127.0.0.1:1/live' }, log)
    await expect(opening).rejects.toThrow(/^PostgreSQL at 127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)\. Start it, or correct DATABASE_URL/)
    await expect(opening).rejects.not.toThrow(/hunter2/)
  })
})
