import type { EnterOptions } from '@/src/domain/scene'
import { parseEnterOptions } from '@/src/domain/scene'
// #ifdef H5
import { previewEnterOptions } from './h5/preview'
// #endif

/**
 * How the app was opened.
 * @param options what `App.onLaunch` and `App.onShow` are called with
 */
export function readEnterOptions(options: unknown): EnterOptions {
  let entered = parseEnterOptions(options)
  // #ifdef H5
  entered = previewEnterOptions(entered)
  // #endif
  return entered
}
