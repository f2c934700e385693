// Beyond this our cards would hold a word a line; WeChat's own largest setting is 1.4 on most phones.
const MIN_SCALE = 0.85
const MAX_SCALE = 1.75

/**
 * How much larger than usual this user wants text: 1 is usual. WeChat tells from base library 2.23.4; a browser by the
 * size of its medium text.
 * @see https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getAppBaseInfo.html
 */
export function readTextScale(): number {
  let scale: unknown = 1
  try {
    // #ifdef MP-WEIXIN
    scale = wx.getAppBaseInfo().fontSizeScaleFactor
    // #endif
    // #ifdef H5
    scale = browserTextScale()
    // #endif
  }
  catch {
    // An older WeChat, where text keeps its usual size.
  }
  return typeof scale === 'number' && scale > 0 ? Math.min(Math.max(scale, MIN_SCALE), MAX_SCALE) : 1
}

// #ifdef H5
const USUAL_MEDIUM_PX = 16

// The root element's own size is taken: uni-app sets it from the width of the screen.
function browserTextScale(): number {
  const probe = document.createElement('span')
  probe.style.fontSize = 'medium'
  document.body.append(probe)
  const mediumPx = Number.parseFloat(getComputedStyle(probe).fontSize)
  probe.remove()
  return mediumPx / USUAL_MEDIUM_PX
}
// #endif
