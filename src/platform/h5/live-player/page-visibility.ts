/** Tells when the page can no longer be seen, and when it can again: another tab, another program. @returns what ends it */
export function watchPageVisibility(onChange: (isVisible: boolean) => void): () => void {
  const tell = (): void => onChange(document.visibilityState === 'visible')
  document.addEventListener('visibilitychange', tell)
  return () => document.removeEventListener('visibilitychange', tell)
}
