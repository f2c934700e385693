import type { FastifyServerOptions } from 'fastify'
import { AjvCompiler } from '@fastify/ajv-compiler'
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'

type SchemaController = NonNullable<FastifyServerOptions['schemaController']>

// Two thirds of the time in which a gateway is built go into compiling the same schemas once more.
const compiled = new Map<string, unknown>()

function once<R, F>(kind: string, schemas: unknown, compile: (route: R) => F): (route: R) => F {
  const all = JSON.stringify(schemas)
  return (route) => {
    const key = `${kind} ${JSON.stringify(route)} ${all}`
    const known = compiled.get(key) as F | undefined ?? compile(route)
    compiled.set(key, known)
    return known
  }
}

const buildSerializer = SerializerSelector()
const buildValidator = AjvCompiler()

/** Fastify's own compilers, with a memory: for a process that builds many gateways. */
export const COMPILED_SCHEMAS: SchemaController = {
  compilersFactory: {
    buildSerializer: (schemas, options) => once('serializer', schemas, buildSerializer(schemas, options)),
    buildValidator: (schemas: Parameters<typeof buildValidator>[0], options: Parameters<typeof buildValidator>[1]) => once('validator', schemas, buildValidator(schemas, options)),
  },
}
