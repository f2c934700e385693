import { vi } from 'vitest'

/** As the page's modules say in JSDoc, which the type-check of the tests does not read. */
export interface DayCount { readonly day: string, readonly entries: number, readonly visitors: number }
/** The days that count. */
export interface Period { readonly from?: string, readonly to?: string }
/** One step of a chain. */
export interface ShareLink { readonly openid: string, readonly sharerOpenid: string, readonly depth: number, readonly atMs: number }
/** Somebody in a tree of chains. */
export interface Person { readonly openid: string, readonly atMs: number | null, readonly brought: readonly Person[], readonly reach: number }
/** Where the page is. */
export interface Place { readonly roomId: number | null, readonly days: 0 | 7 | 30 | 90 }

interface Format {
  readonly shortenOpenid: (openid: string) => string
  readonly formatCount: (count: number) => string
  readonly formatShare: (part: number, whole: number) => string
  readonly formatDay: (day: string, today: string) => string
  readonly formatAxisDay: (day: string) => string
  readonly formatMoment: (atMs: number | null, nowMs: number) => string
}

interface Days {
  readonly chinaDay: (atMs: number) => string
  readonly lastDays: (days: number, nowMs: number) => Period
  readonly fillDays: (counts: readonly DayCount[], period: Period) => readonly DayCount[]
}

interface Tree { readonly buildTree: (links: readonly ShareLink[]) => readonly Person[] }
interface View { readonly placeOf: (hash: string) => Place, readonly hashOf: (place: Place) => string }

interface RoomCode { readonly paramsOf: (channel: string) => string }

/** A report's question, and how it fails. */
export interface Api {
  readonly canBeKey: (key: string) => boolean
  readonly createApi: (key: string, base: URL, fetch: typeof globalThis.fetch) => {
    readonly rooms: (period: Period, offset: number, limit: number) => Promise<unknown>
    readonly room: (roomId: number, period: Period) => Promise<unknown>
    readonly chain: (roomId: number, period: Period, offset: number, limit: number) => Promise<unknown>
    readonly code: (roomId: number, customParams: string) => Promise<unknown>
    readonly sharers: (roomId: number | null, period: Period, offset: number, limit: number) => Promise<unknown>
  }
}

/** The parts of the page that need no browser. */
export async function loadPageModules(): Promise<Format & Days & Tree & View & RoomCode & Api> {
  const [format, days, tree, view, roomCode, api] = await Promise.all([
    vi.importActual<Format>('@/server/attribution/page/format.js'),
    vi.importActual<Days>('@/server/attribution/page/days.js'),
    vi.importActual<Tree>('@/server/attribution/page/tree.js'),
    vi.importActual<View>('@/server/attribution/page/view.js'),
    vi.importActual<RoomCode>('@/server/attribution/page/room-code.js'),
    vi.importActual<Api>('@/server/attribution/page/api.js'),
  ])
  return { ...format, ...days, ...tree, ...view, ...roomCode, ...api }
}
