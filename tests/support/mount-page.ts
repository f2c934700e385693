import type { Component } from 'vue'
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { vi } from 'vitest'

type PageHook = 'onLoad' | 'onShow' | 'onHide' | 'onUnload' | 'onPullDownRefresh' | 'onReachBottom' | 'onShareAppMessage' | 'onShareTimeline'

/**
 * Opens a page the way the runtime does: set up, `onLoad` with its query, `onShow`.
 * @param page the page's component
 * @param query as WeChat hands it over: values still encoded
 */
export async function openPage(page: Component, query: Record<string, unknown> = {}, pinia = createPinia()) {
  const wrapper = mount(page, { global: { plugins: [pinia] } })

  async function call(hook: PageHook, argument?: unknown): Promise<unknown> {
    const hooks: unknown = Reflect.get(wrapper.vm.$, hook)
    const results = Array.isArray(hooks) ? hooks.map((run: (argument: unknown) => unknown) => run(argument)) : []
    await flushPromises()
    return results[results.length - 1]
  }

  await call('onLoad', query)
  await call('onShow')
  return {
    wrapper,
    pinia,
    call,
    text: () => wrapper.text().replace(/\s+/g, ' '),
    /** Taps the first element that says these words or carries them as its label. */
    tap: async (words: string) => {
      const target = wrapper.findAll('button, navigator').find(element => element.text().includes(words) || element.attributes('aria-label')?.includes(words))
      if (!target)
        throw new Error(`Nothing to tap says "${words}" on: ${wrapper.text()}`)
      await target.trigger('tap')
      await flushPromises()
    },
    close: async () => {
      await call('onUnload')
      wrapper.unmount()
    },
  }
}

/** Lets time pass on the fake clock, with everything that falls due. */
export async function letPass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms)
  await flushPromises()
}
