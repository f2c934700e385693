import type { CatalogueSnapshot } from '../catalogue'
import type { TouchRefusalJson } from '../contract/touches'
import type { RoomStore } from '../storage/rooms'
import type { TouchRow, TouchStore } from '../storage/touches'
import type { KnownRooms, Sending } from './judge-touch'
import type { TouchRefusalCode } from '@/src/domain/touch-api'
import { judgeRoom, judgeTouch } from './judge-touch'
import { isFinalRefusal, REFUSAL_MESSAGES } from './refusals'

/** Told what became of touches, for metrics. Nobody's name is in it. */
export interface TouchObserver {
  /** So many touches are new. One that comes again is not. */
  readonly onStored?: (count: number) => void
  readonly onRefused?: (code: TouchRefusalCode) => void
  /** How long a good touch waited on its phone. */
  readonly onLag?: (seconds: number) => void
}

/** What {@link createTouchReceiver} needs. */
export interface TouchReceiverOptions {
  readonly catalogue: { readonly read: () => Promise<Pick<CatalogueSnapshot, 'byId' | 'checkedAtMs'> | null> }
  readonly rooms: Pick<RoomStore, 'knownAmong'>
  readonly touches: TouchStore
  readonly observer?: TouchObserver
}

/** What became of a batch; every touch of it is in one of the two. */
export interface Receipt {
  readonly accepted: string[]
  readonly rejected: TouchRefusalJson[]
}

/**
 * Takes a batch: the good touches are kept, in one statement, whatever the others are.
 * @returns a function that rejects with what the database throws; then nothing of the batch is kept
 */
export function createTouchReceiver({ catalogue, rooms, touches, observer = {} }: TouchReceiverOptions): (inputs: readonly unknown[], sending: Sending) => Promise<Receipt> {
  async function findRooms(ids: readonly number[]): Promise<KnownRooms> {
    const list = ids.length > 0 ? await catalogue.read() : null
    const missing = ids.filter(id => !list?.byId.has(id))
    const outlived = missing.length > 0 ? await rooms.knownAmong(missing) : new Set<number>()
    return { has: id => (list?.byId.has(id) ?? false) || outlived.has(id), listedAtMs: list?.checkedAtMs ?? null }
  }

  return async (inputs, sending) => {
    const verdicts = inputs.map(input => judgeTouch(input, sending))
    const roomIds = new Set(verdicts.map(verdict => verdict.kind === 'good' ? verdict.touch.roomId : null))
    const knownRooms = await findRooms([...roomIds].filter(id => id !== null))

    // By id: one that is in the batch twice counts once.
    const good = new Map<string, { readonly touch: TouchRow, readonly waitedMs: number }>()
    const rejected: TouchRefusalJson[] = []
    const refuse = (index: number, id: string | null, code: TouchRefusalCode) =>
      rejected.push({ index, id, code, message: REFUSAL_MESSAGES[code], isFinal: isFinalRefusal(code) })
    verdicts.forEach((verdict, index) => {
      if (verdict.kind === 'bad')
        return refuse(index, verdict.id, verdict.code)
      const { touch } = verdict
      const code = judgeRoom(touch, knownRooms)
      if (code)
        return refuse(index, touch.id, code)
      if (!good.has(touch.id))
        good.set(touch.id, verdict)
    })

    const stored = good.size > 0 ? await touches.save(sending.openid, [...good.values()].map(({ touch }) => touch), sending.nowMs) : 0
    observer.onStored?.(stored)
    for (const { waitedMs } of good.values()) observer.onLag?.(waitedMs / 1000)
    for (const { code } of rejected) observer.onRefused?.(code)
    return { accepted: [...good.keys()], rejected }
  }
}
