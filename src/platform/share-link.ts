// #ifdef H5
import { copyText } from './feedback'
// #endif

/** Whether WeChat's menus and share buttons are there; a browser has an address to copy. */
export function hasWeChatMenus(): boolean {
  let isWeChat = true
  // #ifdef H5
  isWeChat = false
  // #endif
  return isWeChat
}

/**
 * Copies the address of a page of ours, where there is no share sheet: in a browser.
 * @param path the page's route with a leading slash and its query
 * @returns whether it was copied; always false in WeChat, whose share button does it all
 */
export async function copyShareLink(path: string): Promise<boolean> {
  let isCopied = false
  // #ifdef H5
  isCopied = await copyText(`${location.origin}${location.pathname}#${path}`)
  // #endif
  // #ifndef H5
  void path
  // #endif
  return isCopied
}
