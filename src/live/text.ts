// What customers read on the pages of the subpackage, beside `src/text.ts`: words that only this package shows travel with it.
import { twoDigits } from '@/src/domain/two-digits'

/** Words of the page that plays a stream. */
export const playerText = {
  phase: {
    idle: '准备播放',
    connecting: '正在连接…',
    buffering: '正在缓冲…',
    playing: '正在播放',
    stuttering: '画面卡顿，正在恢复…',
    reconnecting: '连接中断，正在重新连接…',
    paused: '已暂停',
    stopped: '已停止播放',
    failed: '播放失败',
    ended: '直播已结束',
  },
  failure: {
    'connection-lost': { title: '直播连接不上', advice: '可能是网络不稳定，或主播暂时离开。请检查网络后重试。' },
    'no-permission': { title: '暂时不能在这里观看', advice: '本小程序的视频播放功能尚未开通，请联系店铺客服。' },
  },
  unplayable: { title: '这里无法播放这路直播', advice: '请看看其他直播，或换一种方式打开。' },
  none: { title: '还没有可看的直播', advice: '店铺准备好后会出现在这里。' },
  notFound: '没有找到链接里的直播，先为你打开这一路',
  play: '播放',
  pause: '暂停',
  mute: '静音',
  unmute: '取消静音',
  fullScreen: '全屏',
  exitFullScreen: '退出全屏',
  snapshot: '截图',
  picture: (title: string) => `直播画面：${title}`,
  watch: (title: string) => `观看：${title}`,
  fill: '铺满画面',
  fillHint: '关闭后显示完整画面，可能有黑边',
  rtc: '低延迟',
  rtcHint: '画面更及时，网络不稳时容易卡顿',
  quality: { good: '网络良好', fair: '网络一般', bad: '网络较差', unknown: '网络检测中' },
  warning: '网络或设备不稳定，画面可能卡顿',
  data: '播放数据',
  resolution: '分辨率',
  noValue: '暂无',
  measure: {
    videoBitrateKbps: { name: '码率', unit: ' kbps' },
    videoFps: { name: '帧率', unit: ' fps' },
    jitter: { name: '网络抖动', unit: '' },
    videoCacheMs: { name: '缓存', unit: ' ms' },
  },
  plot: (name: string, least: string, most: string) => `最近一分钟${name}：最低${least}，最高${most}`,
  others: '其他直播',
} as const

/** Words of the page that plays a replay. */
export const replayText = {
  'closed': { title: '店铺没有开放回放', advice: '店铺之后可能会开放，可以先看看直播里的商品。' },
  'not-ended': { title: '直播还没有结束', advice: '结束后约 10 分钟，可以在这里看回放。' },
  'being-made': { title: '回放生成中', advice: '一般在直播结束后约 10 分钟生成，好了会自动出现。' },
  'none': { title: '这场直播没有回放', advice: '直播结束已久，微信没有留下视频。' },
  'expired': { title: '回放已过期', advice: '微信保存的视频已到期，可以看看直播里的商品。' },
  'ready': { title: '回放没有播出来', advice: '请检查网络后重试。' },
  'late': '这次比平时久一些，',
  'backToRoom': '返回直播详情',
  'startedAt': (time: string) => `直播时间 ${time}`,
  'part': (number: number, time: string) => `第 ${number} 段 ${time}`,
  'startOver': '从头看',
  'resumed': (time: string) => `从 ${time} 继续播放`,
  'skipped': (number: number) => `第 ${number} 段没有播出来，已跳到下一段`,
  'finished': '已看完',
  'expiresSoon': (time: string) => `视频 ${time} 到期，请在此之前观看`,
  'partsExpired': (count: number) => `有 ${count} 段已过期，不再播放`,
  'noComments': '视频里没有评论，进入直播间可以看到。',
} as const

/** A place in a video: 12:34, or 1:02:34 after the first hour. */
export function playTimeText(positionS: number): string {
  const minutes = Math.floor(positionS / 60)
  const rest = twoDigits(Math.floor(positionS % 60))
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}:${rest}`
}

/** Words of the sheet that passes a room on. */
export const shareText = {
  title: '分享直播间',
  send: '发送给朋友',
  copy: '复制链接',
  timelineHint: '发朋友圈：点右上角“···”，选“分享到朋友圈”',
  cancel: '取消',
}
