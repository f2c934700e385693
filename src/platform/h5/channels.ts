import type { ChannelsPopup } from '../simulated/simulated-channels'
import type { Question } from '@/src/platform/feedback'
import { confirm } from '@/src/platform/feedback'
import { dateTimeText } from '@/src/text'

/** Whether the browser is within a tap of its user; one that cannot tell is believed. */
export function isTapping(): boolean {
  return 'userActivation' in navigator ? navigator.userActivation.isActive : true
}

/** Shows a popup that WeChat itself would show. */
export function askAsWechat(popup: ChannelsPopup): Promise<boolean> {
  return confirm(questionOf(popup))
}

// WeChat's words; no customer's phone carries these.
function questionOf(popup: ChannelsPopup): Question {
  switch (popup.kind) {
    case 'open':
      return { title: popup.nickname, content: '这里是浏览器预览。在微信中，此时会打开这个视频号的直播。', confirmText: '知道了', cancelText: '返回' }
    case 'opened':
      return { title: popup.nickname, content: '这里是浏览器预览。在微信中，此时会直接打开这个视频号的直播。', confirmText: '知道了' }
    case 'reserve':
      return { title: `预约${popup.nickname}的直播`, content: `${dateTimeText(popup.startAtMs, Date.now())} 开播。在微信中，这个窗口由微信显示。`, confirmText: '预约', cancelText: '返回' }
    case 'release':
      return { title: `已预约${popup.nickname}的直播`, content: `${dateTimeText(popup.startAtMs, Date.now())} 开播。在微信中，这个窗口由微信显示。`, confirmText: '取消预约', cancelText: '返回' }
    default:
      return popup satisfies never
  }
}
