import type { InjectionKey, Ref } from 'vue'
import { onHide, onShow } from '@dcloudio/uni-app'
import { inject, provide, readonly, shallowRef } from 'vue'

const KEY: InjectionKey<Readonly<Ref<boolean>>> = Symbol('page-visibility')

/**
 * Whether the page is in sight: not covered by another page, not in the background.
 *
 * A page that calls it offers the answer to its components, which WeChat does not tell by itself.
 */
export function usePageVisibility(): Readonly<Ref<boolean>> {
  const fromPage = inject(KEY, null)
  if (fromPage)
    return fromPage

  const isVisible = shallowRef(true)
  onShow(() => isVisible.value = true)
  onHide(() => isVisible.value = false)
  provide(KEY, readonly(isVisible))
  return readonly(isVisible)
}
