import type { CatalogueSnapshot, RoomCatalogue } from './catalogue'
import type { Clock } from '@/src/domain/clock'
import { Buffer } from 'node:buffer'
import { LRUCache } from 'lru-cache'
import { etagOf } from './etag'
import { nextChangeMs } from './room-list'

/** An answer about rooms, ready to be sent. */
export interface CachedAnswer {
  readonly body: Buffer
  /** Strong: replicas that serve the same list give the same. */
  readonly etag: string
  readonly cacheControl: string
  /** Of the route that made it. */
  readonly route: string
}

/** What an answer is made of. */
export interface AnswerRecipe {
  /** The address that was asked, as it came. */
  readonly address: string
  /** What it means: the same for all addresses that ask the same. */
  readonly question: string
  readonly route: string
  readonly snapshot: CatalogueSnapshot
  /** @returns JSON */
  readonly make: (nowMs: number) => string
}

/** Answers about rooms, made once for as long as they are true. */
export interface AnswerCache {
  /** The answer that this address got before, while it is true. */
  readonly find: (address: string) => CachedAnswer | null
  /** The answer, made if there is none. */
  readonly get: (recipe: AnswerRecipe) => CachedAnswer
}

const MAX_BODIES_BYTES = 16 * 1024 * 1024
const MAX_ADDRESSES = 2000
const MAX_ADDRESS_CHARS = 1024

// A CDN takes the load off with any lifetime above zero; everything longer only makes changes late.
const MAX_AGE_S = 5
// What a CDN may go on serving while no gateway answers it.
const STALE_IF_ERROR_S = 3600

/** The content type of the answers. */
export const JSON_TYPE = 'application/json; charset=utf-8'

interface Entry {
  readonly route: string
  readonly snapshot: CatalogueSnapshot
  readonly madeAtMs: number
  /** When a planned end changes what it says. */
  readonly untilMs: number
  readonly body: Buffer
  readonly etag: string
}

/** Creates a cache that throws the least used answers away when there are too many. */
export function createAnswerCache(catalogue: Pick<RoomCatalogue, 'peek' | 'health'>, clock: Clock): AnswerCache {
  const questions = new LRUCache<string, string>({ max: MAX_ADDRESSES })
  const entries = new LRUCache<string, Entry>({ maxSize: MAX_BODIES_BYTES, sizeCalculation: ({ body }) => body.length + 1 })

  function isTrue({ snapshot, madeAtMs, untilMs }: Entry): boolean {
    const nowMs = clock.now()
    return snapshot === catalogue.peek() && nowMs >= madeAtMs && nowMs < untilMs
  }

  function findByQuestion(question: string): Entry | null {
    const entry = entries.get(question)
    return entry && isTrue(entry) ? entry : null
  }

  function make({ question, route, snapshot, make }: AnswerRecipe): Entry {
    const madeAtMs = clock.now()
    const body = Buffer.from(make(madeAtMs))
    const entry = { route, snapshot, madeAtMs, untilMs: nextChangeMs(snapshot.rooms, madeAtMs), body, etag: etagOf(body) }
    entries.set(question, entry)
    return entry
  }

  function toAnswer({ body, etag, route, untilMs }: Entry): CachedAnswer {
    return { body, etag, route, cacheControl: cacheControl(Math.min(untilMs, catalogue.health().nextRefreshAtMs) - clock.now()) }
  }

  function find(address: string): CachedAnswer | null {
    const question = questions.get(address)
    const entry = question === undefined ? null : findByQuestion(question)
    return entry && toAnswer(entry)
  }

  function get(recipe: AnswerRecipe): CachedAnswer {
    if (recipe.address.length <= MAX_ADDRESS_CHARS)
      questions.set(recipe.address, recipe.question)
    return toAnswer(findByQuestion(recipe.question) ?? make(recipe))
  }

  return { find, get }
}

/**
 * How long others may keep an answer: seconds, and never past the moment when it may change, so that a change in WeChat
 * reaches everybody within one refresh.
 * @param remainingMs until that moment
 */
export function cacheControl(remainingMs: number): string {
  const remainingS = Math.max(1, Math.floor(remainingMs / 1000))
  const freshS = Math.min(MAX_AGE_S, remainingS)
  const lateS = Math.min(MAX_AGE_S, remainingS - freshS)
  return `public, max-age=${freshS}, s-maxage=${freshS}, stale-while-revalidate=${lateS}, stale-if-error=${STALE_IF_ERROR_S}`
}
