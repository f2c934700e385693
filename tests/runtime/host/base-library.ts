// What the app may look for and old base libraries do not have, by WeChat's reference of each interface.
// https://developers.weixin.qq.com/miniprogram/dev/api/
const MEMBERS_SINCE: Readonly<Record<string, string>> = {
  nextTick: '2.2.3',
  offNetworkStatusChange: '2.9.3',
  getEnterOptionsSync: '2.9.4',
  updateWeChatApp: '2.12.0',
  getChannelsLiveInfo: '2.15.0',
  openChannelsLive: '2.15.0',
  getChannelsLiveNoticeInfo: '2.19.0',
  reserveChannelsLive: '2.19.0',
  getAppBaseInfo: '2.20.1',
  getDeviceInfo: '2.20.1',
  getWindowInfo: '2.20.1',
  getChannelsShareKey: '2.22.1',
}

/** The members of `wx` that a base library does not have yet. */
export function membersMissingIn(baseLibrary: string): string[] {
  return Object.keys(MEMBERS_SINCE).filter(name => isOlder(baseLibrary, MEMBERS_SINCE[name] ?? ''))
}

/**
 * Whether a base library has `requirePlugin.async`.
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages/async.html
 */
export function hasAsyncPlugins(baseLibrary: string): boolean {
  return !isOlder(baseLibrary, '2.11.2')
}

function isOlder(version: string, than: string): boolean {
  const other = than.split('.').map(Number)
  const parts = version.split('.').map(Number)
  const at = other.findIndex((part, index) => part !== (parts[index] ?? 0))
  return at >= 0 && (parts[at] ?? 0) < (other[at] ?? 0)
}
