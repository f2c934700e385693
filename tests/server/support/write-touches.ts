// A process of its own that keeps one batch after the other, and says so only once the database has it.
import process from 'node:process'
import { createLog } from '@/server/log'
import { openDatabase } from '@/server/storage/database'
import { createTouchStore } from '@/server/storage/touches'

const [file = '', openid = ''] = process.argv.slice(2)

/** How many touches make a batch. */
const BATCH = 10

async function writeForEver(): Promise<void> {
  const touches = createTouchStore(await openDatabase({ kind: 'sqlite', file }, createLog('silent')))
  for (let batch = 0; ; batch++) {
    await touches.save(openid, Array.from({ length: BATCH }, (_, i) => ({
      id: `${batch}-${i}`,
      via: 'own-link' as const,
      roomId: 1,
      goodsId: null,
      shareOpenid: '',
      shareId: '',
      customParams: {},
      scene: 1001,
      atMs: batch,
    })), batch)
    process.send?.(batch)
    // Lets the message go before the next statement blocks.
    await new Promise(setImmediate)
  }
}

void writeForEver()
