/** An attribute as the page's template has it; null when it is not there, or false. */
export function attribute(element: Element, name: string): string | null {
  const value = element.getAttribute(name)
  return value === 'false' ? null : value
}

const WAYS = { navigate: 'navigateTo', redirect: 'redirectTo', reLaunch: 'reLaunch', navigateBack: 'navigateBack' } as const

/** The `<navigator>` that an element is in: where it leads, and by which of WeChat's ways. */
export function linkAround(element: Element): { readonly url: string, readonly way: typeof WAYS[keyof typeof WAYS] } | null {
  const link = element.closest('navigator, wx-navigator')
  if (!link)
    return null
  const openType = attribute(link, 'open-type') ?? 'navigate'
  return { url: attribute(link, 'url') ?? '', way: WAYS[openType as keyof typeof WAYS] ?? 'navigateTo' }
}

/** Whether a tap here makes WeChat ask the page for its card. */
export function sharesByTap(element: Element): boolean {
  const button = element.closest('button, wx-button')
  return button !== null && button.isConnected && attribute(button, 'open-type') === 'share'
}
