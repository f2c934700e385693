import type { ComponentPublicInstance } from 'vue'

/**
 * Pauses a page's video in a browser, where it would play on under the next page. WeChat pauses it by itself.
 * @param id of the `<video>`
 * @param page the page that has it
 */
export function pauseVideo(id: string, page: ComponentPublicInstance | null): void {
  // #ifdef H5
  if (page)
    uni.createVideoContext(id, page).pause()
  // #endif
}
