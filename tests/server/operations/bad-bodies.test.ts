import type { FastifyInstance } from 'fastify'
import { Type } from '@sinclair/typebox'
import fastify from 'fastify'
import { describe, expect, it, onTestFinished } from 'vitest'
import { answerError } from '@/server/errors'
import { createLog } from '@/server/log'
import { startWorld } from '../support/world'

/** A route whose body the framework itself reads and checks. */
async function startRoute(): Promise<string> {
  const app: FastifyInstance = fastify({ bodyLimit: 1000, loggerInstance: createLog('silent') })
  onTestFinished(() => app.close())
  app.setErrorHandler(answerError)
  app.removeContentTypeParser('text/plain')
  app.post('/', {
    schema: { body: Type.Object({ code: Type.String({ maxLength: 5, description: 'At most five characters.' }) }) },
  }, async () => ({ ok: true }))
  return app.listen({ host: '127.0.0.1', port: 0 })
}

async function post(url: string, body: string, type: string | null = 'application/json') {
  const response = await fetch(url, { method: 'POST', body: new Blob([body]), headers: type === null ? {} : { 'content-type': type } })
  return { status: response.status, body: await response.json() as unknown, headers: response.headers }
}

describe('a body', () => {
  it.each<[what: string, body: string, type: string | null, status: number, code: string, message: string]>([
    ['that is cut off', '{"code":"a', 'application/json', 400, 'invalid-body', 'not JSON'],
    ['that is empty', '', 'application/json', 400, 'invalid-body', 'empty'],
    ['with __proto__', '{"code":"a","__proto__":{"x":1}}', 'application/json', 400, 'invalid-body', 'not allowed'],
    ['with a constructor\'s prototype', '{"code":"a","constructor":{"prototype":{"x":1}}}', 'application/json', 400, 'invalid-body', 'not allowed'],
    ['of 5000 characters', JSON.stringify({ code: 'a'.repeat(5000) }), 'application/json', 413, 'body-too-large', 'too big'],
    ['that is text', '{"code":"a"}', 'text/plain', 415, 'invalid-body', 'application/json'],
    ['that is a form', 'code=a', 'application/x-www-form-urlencoded', 415, 'invalid-body', 'application/json'],
    ['that is a list', '["a"]', 'application/json', 400, 'invalid-body', 'must be a JSON object'],
    ['that is null', 'null', 'application/json', 400, 'invalid-body', 'must be a JSON object'],
    ['without a field', '{}', 'application/json', 400, 'invalid-body', 'The field "code" is missing. At most five characters.'],
    ['with a field that is too long', '{"code":"abcdef"}', 'application/json', 400, 'invalid-body', 'The field "code" is not valid. At most five characters.'],
    ['with a field of another kind', '{"code":{"a":1}}', 'application/json', 400, 'invalid-body', 'The field "code" is not valid.'],
  ])('%s is refused with words that help', async (_what, sent, type, status, code, message) => {
    const answer = await post(await startRoute(), sent, type)
    expect(answer.status).toBe(status)
    expect(answer.body).toMatchObject({ error: { code, message: expect.stringContaining(message) } })
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(JSON.stringify(answer.body)).not.toContain('abcdef')
  })

  it('that is good is taken', async () => {
    expect(await post(await startRoute(), '{"code":"abc"}')).toMatchObject({ status: 200 })
  })

  it.each(['/v1/rooms', '/v1/nothing', '/healthz'])('sent to %s, which takes none, gets a clear answer', async (path) => {
    const { get } = await startWorld()
    const { status, body } = await get(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' })
    expect(status).toBe(404)
    expect(body).toMatchObject({ error: { code: 'not-found' } })
  })
})
