import type { FastifyPluginAsync } from 'fastify'
import type { Buffer } from 'node:buffer'
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { etagOf, hasAnswer } from '../etag'

const PAGE_DIR = fileURLToPath(new URL('./page/', import.meta.url))
// The package's own names, so that the page's modules import what is really there.
const LIBRARY_FILES = ['uPlot.esm.js', 'uPlot.min.css']

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}

// Pictures of codes are at WeChat's hosts, whose names it may change.
const CONTENT_SECURITY_POLICY = 'default-src \'none\'; script-src \'self\'; style-src \'self\'; connect-src \'self\'; frame-ancestors \'none\'; base-uri \'none\'; form-action \'none\'; img-src \'self\' data: https:'

const SECURITY_HEADERS = {
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** A file as it is sent. */
interface Asset {
  readonly body: Buffer
  readonly type: string
  readonly etag: string
}

/**
 * `/attribution`: the reports as a page for the shop's staff, who type in the admin key. The page itself holds no
 * figures and needs no key; its files are read once, at the start.
 * @param origin the gateway's own, where the simulator's pictures are
 */
export function attributionPage(origin: string): FastifyPluginAsync {
  return async (app) => {
    const html = await readFile(join(PAGE_DIR, 'page.html'))
    const assets = await readAssets()

    app.addHook('onRequest', async (_request, reply) => void reply.headers({ ...SECURITY_HEADERS, 'content-security-policy': `${CONTENT_SECURITY_POLICY} ${origin}` }))

    app.get('/attribution', { schema: { hide: true } }, async (_request, reply) =>
      reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html))

    app.get<{ Params: { name: string } }>('/attribution/assets/:name', { schema: { hide: true } }, async ({ params, headers }, reply) => {
      const asset = assets.get(params.name)
      if (!asset)
        return reply.callNotFound()
      // Asked for each time, so that a page is never made of two releases; the ETag makes that a short answer.
      reply.headers({ 'cache-control': 'no-cache', 'etag': asset.etag })
      return hasAnswer(headers['if-none-match'], asset.etag) ? reply.code(304).send() : reply.type(asset.type).send(asset.body)
    })
  }
}

async function readAssets(): Promise<ReadonlyMap<string, Asset>> {
  const require = createRequire(import.meta.url)
  const own = (await readdir(PAGE_DIR)).filter(name => extname(name) in TYPES).map(name => [name, join(PAGE_DIR, name)] as const)
  const library = LIBRARY_FILES.map(name => [name, require.resolve(`uplot/dist/${name}`)] as const)
  return new Map(await Promise.all([...own, ...library].map(async ([name, path]) => [name, await readAsset(name, path)] as const)))
}

async function readAsset(name: string, path: string): Promise<Asset> {
  const body = await readFile(path)
  return { body, type: TYPES[extname(name)] ?? 'application/octet-stream', etag: etagOf(body) }
}
