// A Fastify server with one route, as a process: the least that a gateway in this language costs to start.
import process from 'node:process'
import fastify from 'fastify'

const server = fastify()
server.get('/v1/rooms', async () => ({ rooms: [] }))
server.listen({ port: Number(process.argv[2]), host: '127.0.0.1' }, () => process.send?.('ready'))
