import type { Environment } from '@/server/environment'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ConfigError, readConfig } from '@/server/config'
import { SIMULATED_ACCOUNTS, simulatedStreams } from '@/server/simulator/own-media'

const ACCOUNT = { WECHAT_APP_ID: 'wx0123456789abcdef', WECHAT_APP_SECRET: 'shh' }

function problemsOf(environment: Environment): readonly string[] {
  try {
    readConfig(environment)
  }
  catch (thrown) {
    if (thrown instanceof ConfigError)
      return thrown.problems
    throw thrown
  }
  return []
}

describe('configuration', () => {
  it('needs nothing: then everything is local and WeChat is simulated', () => {
    expect(readConfig({})).toEqual({
      port: 8787,
      host: '127.0.0.1',
      publicUrl: 'http://127.0.0.1:8787',
      wechat: null,
      roomsRefreshMs: 60_000,
      corsOrigins: '*',
      staticDir: null,
      logLevel: 'info',
      database: { kind: 'sqlite', file: 'data/simulated.db' },
      adminKey: 'preview',
      events: null,
      trustedProxies: 0,
      requestsPerMinute: 1200,
      shutdownDelayMs: 0,
      streams: simulatedStreams('http://127.0.0.1:8787'),
      channelsAccounts: SIMULATED_ACCOUNTS,
    })
  })

  it('takes everything from the environment', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'weixin-live-'))
    onTestFinished(() => rm(dir, { recursive: true }))
    await writeFile(join(dir, 'index.html'), '')
    expect(readConfig({
      ...ACCOUNT,
      PORT: '80',
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://live.example.com/',
      WECHAT_BASE_URL: 'https://proxy.example.com/wechat/',
      ROOMS_REFRESH_SECONDS: '30',
      CORS_ORIGIN: 'https://a.example.com, https://b.example.com',
      STATIC_DIR: dir,
      LOG_LEVEL: 'warn',
      DATABASE_URL: 'postgres://shop:pass@db.example.com:5432/live',
      ADMIN_KEY: 'a-key-of-enough-characters',
      WECHAT_EVENTS_TOKEN: 'token123',
      WECHAT_EVENTS_AES_KEY: 'a'.repeat(43),
      TRUSTED_PROXIES: '2',
      REQUESTS_PER_MINUTE: '600',
      SHUTDOWN_DELAY_SECONDS: '5',
      STREAMS: '[{"id":"tea","title":"茶室","hlsUrl":"https://media.example.com/tea.m3u8"}]',
      CHANNELS_ACCOUNTS: 'sphTea*',
    })).toEqual({
      port: 80,
      host: '0.0.0.0',
      publicUrl: 'https://live.example.com',
      wechat: { appId: ACCOUNT.WECHAT_APP_ID, appSecret: 'shh', baseUrl: 'https://proxy.example.com/wechat' },
      roomsRefreshMs: 30_000,
      corsOrigins: ['https://a.example.com', 'https://b.example.com'],
      staticDir: dir,
      logLevel: 'warn',
      database: { kind: 'postgres', url: 'postgres://shop:pass@db.example.com:5432/live' },
      adminKey: 'a-key-of-enough-characters',
      events: { token: 'token123', encodingAesKey: 'a'.repeat(43) },
      trustedProxies: 2,
      requestsPerMinute: 600,
      shutdownDelayMs: 5000,
      streams: [{ id: 'tea', title: '茶室', liveUrl: '', hlsUrl: 'https://media.example.com/tea.m3u8', coverUrl: '', orientation: 'vertical' }],
      channelsAccounts: [{ finderUserName: 'sphTea', isSameSubject: true }],
    })
  })

  it('takes an empty variable for an absent one', () => {
    expect(readConfig({ PORT: '', WECHAT_APP_ID: '', WECHAT_APP_SECRET: ' ', CORS_ORIGIN: '', STATIC_DIR: '' })).toEqual(readConfig({}))
  })

  it.each([
    [{ HOST: '0.0.0.0', PORT: '9000' }, 'http://localhost:9000'],
    [{ HOST: '::' }, 'http://localhost:8787'],
    [{ HOST: '::1' }, 'http://[::1]:8787'],
    [{ HOST: '192.168.1.5' }, 'http://192.168.1.5:8787'],
  ])('knows its own address with %j', (environment, publicUrl) => {
    expect(readConfig(environment)).toMatchObject({ publicUrl })
  })

  it('allows no foreign page with a real account unless told', () => {
    expect(readConfig(ACCOUNT)).toMatchObject({ corsOrigins: [] })
    expect(readConfig({ ...ACCOUNT, CORS_ORIGIN: '*' })).toMatchObject({ corsOrigins: '*' })
  })

  it('lets nobody see attribution with a real account unless told', () => {
    expect(readConfig(ACCOUNT)).toMatchObject({ adminKey: null })
  })

  it('keeps the figures of a real account apart from simulated ones', () => {
    expect(readConfig(ACCOUNT)).toMatchObject({ database: { kind: 'sqlite', file: 'data/weixin-live.db' } })
    expect(readConfig({ DATABASE_FILE: '/somewhere/else.db' })).toMatchObject({ database: { file: '/somewhere/else.db' } })
  })

  it('shows nothing of the simulated shop with a real account', () => {
    expect(readConfig(ACCOUNT)).toMatchObject({ streams: [], channelsAccounts: [] })
  })

  it('takes events in plain mode with a token alone', () => {
    expect(readConfig({ ...ACCOUNT, WECHAT_EVENTS_TOKEN: 'abc' })).toMatchObject({ events: { token: 'abc', encodingAesKey: null } })
  })

  it.each<[Environment, RegExp]>([
    [{ PORT: 'http' }, /^PORT must be a whole number from 1 to 65535, for example PORT=8787$/],
    [{ PORT: '0' }, /^PORT/],
    [{ PORT: '70000' }, /^PORT/],
    [{ PORT: '80.5' }, /^PORT/],
    [{ ROOMS_REFRESH_SECONDS: '1' }, /^ROOMS_REFRESH_SECONDS must be a whole number from 5 to 3600/],
    [{ PUBLIC_URL: 'live.example.com' }, /^PUBLIC_URL must be an address that begins with http:/],
    [{ PUBLIC_URL: 'ftp://live.example.com' }, /^PUBLIC_URL/],
    [{ ...ACCOUNT, WECHAT_BASE_URL: 'api' }, /^WECHAT_BASE_URL must be an address .*https:\/\/api\.weixin\.qq\.com$/],
    [{ WECHAT_BASE_URL: 'https://api.weixin.qq.com' }, /^WECHAT_BASE_URL has no effect without/],
    [{ WECHAT_APP_ID: ACCOUNT.WECHAT_APP_ID }, /^WECHAT_APP_SECRET is missing: set it/],
    [{ WECHAT_APP_SECRET: 'shh' }, /^WECHAT_APP_ID is missing: set it/],
    [{ ...ACCOUNT, WECHAT_APP_ID: 'my shop' }, /^WECHAT_APP_ID must be the AppID/],
    [{ CORS_ORIGIN: 'shop.example.com' }, /^CORS_ORIGIN must be the H5 app's origin/],
    [{ CORS_ORIGIN: 'https://shop.example.com/app' }, /^CORS_ORIGIN/],
    [{ CORS_ORIGIN: 'https://shop.example.com,nonsense' }, /^CORS_ORIGIN/],
    [{ STATIC_DIR: '/does/not/exist' }, /^STATIC_DIR must be a folder .*index\.html.*npm run build:h5$/],
    [{ DATABASE_URL: 'mysql://shop@db/live' }, /^DATABASE_URL must be the address of a PostgreSQL server/],
    [{ DATABASE_URL: 'postgres://' }, /^DATABASE_URL/],
    [{ ADMIN_KEY: 'short' }, /^ADMIN_KEY must have at least 16 characters .*openssl rand/],
    [{ WECHAT_EVENTS_TOKEN: 'no spaces here' }, /^WECHAT_EVENTS_TOKEN must be the Token from the MP console/],
    [{ WECHAT_EVENTS_TOKEN: 'abc', WECHAT_EVENTS_AES_KEY: 'short' }, /^WECHAT_EVENTS_AES_KEY must be the EncodingAESKey/],
    [{ WECHAT_EVENTS_AES_KEY: 'a'.repeat(43) }, /^WECHAT_EVENTS_TOKEN is missing/],
    [{ TRUSTED_PROXIES: 'all' }, /^TRUSTED_PROXIES must be a whole number from 0 to 10/],
    [{ REQUESTS_PER_MINUTE: '1' }, /^REQUESTS_PER_MINUTE/],
    [{ STREAMS: 'streams.json' }, /^STREAMS must be JSON .*streams\.json/],
    [{ STREAMS: '[{"id":"tea","title":"茶"}]' }, /^STREAMS: entry 1 \(tea\) has nothing to play/],
    [{ CHANNELS_ACCOUNTS: 'tea' }, /^CHANNELS_ACCOUNTS: "tea" is no Channels account id/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL must be one of trace, debug, info/],
  ])('with %j says what to put there', (environment, problem) => {
    expect(problemsOf(environment)).toEqual([expect.stringMatching(problem)])
  })

  it('reports all problems at once, in one message, without the secret', () => {
    const environment = { PORT: 'x', LOG_LEVEL: 'x', PUBLIC_URL: 'x', WECHAT_APP_SECRET: 'a-real-secret', DATABASE_URL: 'mysql://u:a-real-secret@h/d', ADMIN_KEY: 'secret' }
    expect(problemsOf(environment)).toHaveLength(6)
    const { message } = new ConfigError(problemsOf(environment))
    for (const name of ['PORT', 'LOG_LEVEL', 'PUBLIC_URL', 'WECHAT_APP_ID'])
      expect(message).toContain(`  - ${name}`)
    expect(message).not.toContain('a-real-secret')
  })
})
