/** Whether a component or page belongs to a plugin. */
export function isPluginUrl(url: string): boolean {
  return /^plugin(?:-private)?:\/\//.test(url)
}
