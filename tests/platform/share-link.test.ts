import { expect, it } from 'vitest'
import { copyShareLink } from '@/src/platform/share-link'

it('copies no link in WeChat, whose own button opens the share sheet', async () => {
  expect(await copyShareLink('/src/live/room/room?room_id=11')).toBe(false)
})
