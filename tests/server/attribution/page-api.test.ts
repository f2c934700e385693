import type { Server } from 'node:http'
import { createServer } from 'node:http'
import { expect, it, onTestFinished } from 'vitest'
import { loadPageModules } from './page-modules'

const { createApi } = await loadPageModules()

interface Question { readonly url: string, readonly authorization: string | undefined }

/** A gateway that always answers the same, and what it was asked. */
async function gatewayThat(status: number, body: string, headers: Record<string, string> = {}) {
  const asked: Question[] = []
  const server: Server = createServer(({ url = '', headers: { authorization } }, response) => {
    asked.push({ url, authorization })
    response.writeHead(status, headers).end(body)
  })
  onTestFinished(() => void server.close())
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const base = new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/shop/`)
  return { asked, api: createApi('the-key', base, fetch) }
}

it('asks with the key in a header, below wherever the gateway is put', async () => {
  const { asked, api } = await gatewayThat(200, '{"ok":1}')
  expect(await api.rooms({ from: '2026-11-01', to: '2026-11-24' }, 50, 50)).toEqual({ ok: 1 })
  await api.room(7, {})
  await api.chain(7, { from: '2026-11-01' }, 200, 200)
  await api.sharers(null, {}, 0, 20)
  await api.sharers(7, {}, 0, 20)
  await api.code(7, '')
  await api.code(7, '{"channel":"海报"}')
  expect(asked.map(({ url }) => url)).toEqual([
    '/shop/v1/attribution/rooms?from=2026-11-01&to=2026-11-24&offset=50&limit=50',
    '/shop/v1/attribution/rooms/7',
    '/shop/v1/attribution/rooms/7/chain?from=2026-11-01&offset=200&limit=200',
    '/shop/v1/attribution/sharers?offset=0&limit=20',
    '/shop/v1/attribution/sharers?room_id=7&offset=0&limit=20',
    '/shop/v1/rooms/7/code',
    '/shop/v1/rooms/7/code?custom_params=%7B%22channel%22%3A%22%E6%B5%B7%E6%8A%A5%22%7D',
  ])
  expect(new Set(asked.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer the-key']))
})

const coded = (code: string) => JSON.stringify({ error: { code, message: '' } })

it.each([
  [401, coded('admin-key-invalid'), {}, { kind: 'wrong-key', retryAfterSeconds: null }],
  [503, coded('admin-key-not-configured'), {}, { kind: 'not-configured', retryAfterSeconds: null }],
  [503, '<html>a proxy</html>', { 'retry-after': '30' }, { kind: 'failed', retryAfterSeconds: 30 }],
  [429, coded('rate-limited'), { 'retry-after': '12' }, { kind: 'rate-limited', retryAfterSeconds: 12 }],
  [429, '', { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, { kind: 'rate-limited', retryAfterSeconds: null }],
  [404, coded('room-not-found'), {}, { kind: 'not-found', retryAfterSeconds: null }],
  [409, coded('room-code-refused'), {}, { kind: 'code-refused', retryAfterSeconds: null }],
  [409, '', {}, { kind: 'failed', retryAfterSeconds: null }],
  [404, coded('not-found'), {}, { kind: 'failed', retryAfterSeconds: null }],
  [500, coded('internal'), {}, { kind: 'failed', retryAfterSeconds: null }],
  [200, '<html>a login page of the network</html>', {}, { kind: 'failed', retryAfterSeconds: null }],
])('tells a %i answer apart', async (status, body, headers, problem) => {
  const { api } = await gatewayThat(status, body, headers)
  await expect(api.rooms({}, 0, 50)).rejects.toMatchObject(problem)
})

it('tells being offline from being slow', async () => {
  const failing = (name: string) => createApi('key', new URL('http://gateway.test/'), () => Promise.reject(Object.assign(new Error(name), { name })))
  await expect(failing('TypeError').rooms({}, 0, 50)).rejects.toMatchObject({ kind: 'offline' })
  await expect(failing('TimeoutError').rooms({}, 0, 50)).rejects.toMatchObject({ kind: 'timeout' })
})
