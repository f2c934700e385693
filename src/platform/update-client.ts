/**
 * Opens WeChat's own page for updating it, from base library 2.12.0.
 * @returns whether it opened; otherwise the page has to say in words how to update
 * @see https://developers.weixin.qq.com/miniprogram/dev/api/base/update/wx.updateWeChatApp.html
 */
export async function updateClient(): Promise<boolean> {
  let isOpened = false
  // #ifdef MP-WEIXIN
  isOpened = await openUpdatePage()
  // #endif
  return isOpened
}

// #ifdef MP-WEIXIN
function openUpdatePage(): Promise<boolean> {
  return new Promise((resolve) => {
    if (typeof wx.updateWeChatApp === 'function')
      wx.updateWeChatApp({ success: () => resolve(true), fail: () => resolve(false) })
    else resolve(false)
  })
}
// #endif
