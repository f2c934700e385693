import type { Stream } from '@/src/domain/stream'
import { describe, expect, it, vi } from 'vitest'
import { setPlatform, usePlatform } from '@/src/platform/use-platform'
import { useStreamsStore } from '@/src/stores/streams'
import { storesOnAnEmptyPhone } from '@/tests/support/stores'

const tea: Stream = { id: 'tea', title: '茶室', liveUrl: 'https://live.example/tea.flv', hlsUrl: '', coverUrl: '', orientation: 'vertical' }

storesOnAnEmptyPhone(() => {})

/** The store over a gateway that answers when it is told to. */
function storeOver(getStreams: () => Promise<readonly Stream[]>) {
  const asked = vi.fn(getStreams)
  setPlatform({ ...usePlatform(), liveApi: { ...usePlatform().liveApi, getStreams: asked } })
  return { store: useStreamsStore(), asked }
}

describe('the shop\'s streams', () => {
  it('are asked for once, however many pages ask meanwhile, and anew afterwards', async () => {
    let answer: (streams: readonly Stream[]) => void = () => {}
    const { store, asked } = storeOver(() => new Promise(resolve => answer = resolve))
    const first = store.load()
    await store.load()
    expect(asked).toHaveBeenCalledOnce()
    expect(store.isLoading).toBe(true)
    answer([tea])
    await first
    expect(store).toMatchObject({ streams: [tea], isLoading: false, error: null })
    void store.load()
    expect(asked).toHaveBeenCalledTimes(2)
  })

  it('stay beside a failure, which goes once they come again', async () => {
    let isDown = false
    const { store } = storeOver(async () => isDown ? Promise.reject(new Error('down')) : [tea])
    await store.load()
    isDown = true
    await store.load()
    expect(store).toMatchObject({ streams: [tea], isLoading: false, error: { kind: 'unexpected' } })
    isDown = false
    await store.load()
    expect(store.error).toBeNull()
  })
})
