import fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { answerError } from '@/server/errors'
import { createLoginOffice } from '@/server/simulator/login-office'
import { previewRoutes } from '@/server/simulator/preview-routes'
import { createFakeClock } from '@/tests/support/fake-clock'

async function ask(path: string) {
  const clock = createFakeClock()
  const logins = createLoginOffice(clock)
  const app = fastify()
  app.setErrorHandler(answerError)
  await app.register(previewRoutes(clock, logins))
  return { logins, answer: await app.inject(path) }
}

const logIn = (query: string) => ask(`/simulator/login${query}`)

describe('the simulated login', () => {
  it('hands out a code that says who the visitor is, and that no cache keeps', async () => {
    const { logins, answer } = await logIn('?openid=visitor-1')
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-store'])
    expect(logins.redeem(answer.json<{ code: string }>().code)).toMatchObject({ verdict: 'good', openid: 'visitor-1' })
  })

  it.each(['', '?openid=', '?openid=a&openid=b', `?openid=${'v'.repeat(65)}`, '?openid=%3Cscript%3E', '?openid=a%20b'])('knows no visitor in %j', async (query) => {
    const { answer } = await logIn(query)
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { error: { code: 'invalid-query' } }])
  })
})

describe('the picture of a simulated code', () => {
  it('differs with the room and what is brought along, and is the same each time', async () => {
    const pictures = await Promise.all(['5.svg', '5.svg', '6.svg', '5.svg?params=x'].map(async path => (await ask(`/simulator/codes/${path}`)).answer))
    expect(pictures.map(({ headers }) => headers['content-type'])).toEqual(pictures.map(() => 'image/svg+xml'))
    expect(new Set(pictures.map(({ body }) => body)).size).toBe(3)
  })

  it.each(['5.png', '0.svg', 'x.svg', '5', '.svg'])('is not at %s', async (file) => {
    expect((await ask(`/simulator/codes/${file}`)).answer.statusCode).toBe(404)
  })
})
