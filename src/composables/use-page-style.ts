import type { ComputedRef } from 'vue'
import { onShow } from '@dcloudio/uni-app'
import { computed, shallowRef } from 'vue'
import { readTextScale } from '@/src/platform/text-scale'

/**
 * The style of every page's root, beside its class `page`: text follows the size the user chose in WeChat or the browser.
 */
export function usePageStyle(): ComputedRef<string> {
  const textScale = shallowRef(readTextScale())
  // The user may have changed it in the settings meanwhile.
  onShow(() => textScale.value = readTextScale())
  return computed(() => `--text-scale: ${textScale.value}`)
}
