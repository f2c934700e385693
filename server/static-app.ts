import type { FastifyInstance } from 'fastify'
import fastifyStatic from '@fastify/static'

// The compiler puts a hash of the content into these names, so a name never changes its content.
const HASHED_ASSET = /[\\/]assets[\\/].*[.-][\w-]{8}\.\w+$/

const FOR_EVER = 'public, max-age=31536000, immutable'
// Kept by browsers, but asked for each time: an ETag makes that a short answer.
const ASK_EACH_TIME = 'no-cache'

/** Serves a built H5 app next to the API. Its router lives behind the #, so no address needs to fall back to index.html. */
export function serveStaticApp(app: FastifyInstance, root: string): void {
  app.register(fastifyStatic, {
    root,
    cacheControl: false,
    dotfiles: 'ignore',
    setHeaders: (response, path) => response.setHeader('cache-control', HASHED_ASSET.test(path) ? FOR_EVER : ASK_EACH_TIME),
  })
}
