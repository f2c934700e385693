import fastify from 'fastify'
import { describe, expect, it, onTestFinished } from 'vitest'
import { requireAdminKey } from '@/server/attribution/admin-key'
import { answerError } from '@/server/errors'

const KEY = 'a key with spaces & signs'

async function ask(adminKey: string | null, authorization?: string) {
  const app = fastify()
  onTestFinished(() => app.close())
  app.setErrorHandler(answerError)
  app.get('/figures', { onRequest: requireAdminKey(adminKey) }, async () => ({ figures: [] }))
  const answer = await app.inject({ url: '/figures', ...(authorization === undefined ? {} : { headers: { authorization } }) })
  return { status: answer.statusCode, code: answer.json<{ error?: { code: string } }>().error?.code, text: answer.body, headers: answer.headers }
}

describe('the admin key', () => {
  it.each([`Bearer ${KEY}`, `bearer ${KEY}`, `Bearer   ${KEY}`])('lets the staff in: %s', async (header) => {
    expect(await ask(KEY, header)).toMatchObject({ status: 200 })
  })

  it.each([
    ['no header', undefined],
    ['an empty one', ''],
    ['another scheme', `Basic ${KEY}`],
    ['the bare key', KEY],
    ['a scheme without a key', 'Bearer '],
  ])('is asked for when there is %s', async (_, header) => {
    const answer = await ask(KEY, header)
    expect(answer).toMatchObject({ status: 401, code: 'admin-key-required' })
    expect(answer.headers['www-authenticate']).toBe('Bearer')
  })

  it.each([
    ['another key', 'Bearer another'],
    ['the key in capitals', `Bearer ${KEY.toUpperCase()}`],
    ['a part of it', `Bearer ${KEY.slice(0, -1)}`],
    ['more than it', `Bearer ${KEY}x`],
    ['10,000 characters', `Bearer ${'x'.repeat(10_000)}`],
  ])('is refused when it is %s', async (_, header) => {
    expect(await ask(KEY, header)).toMatchObject({ status: 401, code: 'admin-key-invalid' })
  })

  it('opens nothing while none is set, not even to an empty one', async () => {
    for (const header of [undefined, 'Bearer ', 'Bearer null', `Bearer ${KEY}`])
      expect(await ask(null, header)).toMatchObject({ status: 503, code: 'admin-key-not-configured' })
  })

  it('is never repeated in an answer', async () => {
    const answer = await ask(KEY, 'Bearer my-other-password')
    expect(answer.text).not.toContain('my-other-password')
    expect(answer.text).not.toContain(KEY)
  })
})
