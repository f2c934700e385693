import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
// The compiler's own preprocessor, below the functions that keep one context for the whole process: here every build has its own.
const { initScopedPreContext } = require('@dcloudio/uni-cli-shared/dist/preprocess/context') as { initScopedPreContext: (platform: string, flags: Flags) => { preVueContext: object } }
const { preprocess } = require('@dcloudio/uni-cli-shared/lib/preprocess') as { preprocess: (text: string, context: object, options: { type: 'js' | 'html' }) => string }

/** What `#ifdef` may ask for besides the platform. */
export type Flags = Readonly<Record<string, boolean>>

/**
 * Keeps of a text what a build sees of it; lines stay where they are.
 * @param text with `#ifdef`, `#ifndef` and `#endif`
 * @param flags the build's own
 * @param kinds of comments that the conditions stand in
 * @throws what the compiler would throw, when an `#ifdef` has no `#endif`
 */
export function underConditions(text: string, flags: Flags, kinds: readonly ('js' | 'html')[] = ['js']): string {
  if (!/#(?:ifn?def|endif)/.test(text))
    return text
  const { preVueContext } = initScopedPreContext('mp-weixin', flags)
  return kinds.reduce((rest, type) => preprocess(rest, preVueContext, { type }), text)
}

/** What every `#ifdef` may ask for without being told: platforms and versions of Vue. */
export function isKnownFlag(name: string): boolean {
  return Object.keys(initScopedPreContext('mp-weixin', {}).preVueContext).some(known => known.toUpperCase() === name.replace(/-/g, '_').toUpperCase())
}
