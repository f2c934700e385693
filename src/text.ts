// Every word a customer reads. Calm Simplified Chinese: what happened, then what can be done.
import type { ReserveOutcome } from './domain/channels-live'
import type { ChannelsOffer } from './domain/channels-offer'
import type { LiveError, LiveErrorKind } from './domain/live-error'
import type { LiveStatus } from './domain/live-status'
import type { Goods } from './domain/room'
import type { RoomListNotice } from './domain/room-list-notice'
import { goodsPrice } from './domain/goods-price'
import { twoDigits } from './domain/two-digits'

/** What a room's status means to a customer. */
export interface StatusText {
  /** On the badge, at most four characters. */
  readonly badge: string
  /** As the heading of the room page. */
  readonly title: string
  /** What it means, in a sentence. */
  readonly detail: string
}

/** The words for each status. */
export const statusText: Readonly<Record<LiveStatus, StatusText>> = {
  live: { badge: '直播中', title: '正在直播', detail: '主播在线，进来看看吧。' },
  upcoming: { badge: '预告', title: '直播预告', detail: '订阅后，开播时微信会提醒你。' },
  paused: { badge: '暂停中', title: '直播暂停', detail: '主播稍作休息，很快回来。' },
  interrupted: { badge: '中断', title: '主播暂时离开', detail: '可能是网络波动或暂离，直播恢复后会自动更新。' },
  ended: { badge: '已结束', title: '直播已结束', detail: '感谢关注，去看看其他直播吧。' },
  banned: { badge: '已停播', title: '直播已停播', detail: '这场直播已被平台停止，无法继续观看。' },
  expired: { badge: '未开播', title: '直播未开播', detail: '主播未在预告时间内开播，这场直播不会再开始。' },
  unknown: { badge: '待确认', title: '状态待确认', detail: '暂时没有取到直播状态，可以刷新再看。' },
}

/** What a person is told about a failure. */
export interface ErrorText {
  readonly title: string
  readonly advice: string
}

/** The words for each kind of failure. */
export const errorText: Readonly<Record<LiveErrorKind, ErrorText>> = {
  'plugin-missing': { title: '当前版本暂不支持观看直播', advice: '回放、预告和商品仍可浏览，请留意店铺通知。' },
  'client-too-old': { title: '微信版本过低', advice: '请升级到最新版微信后再进入直播间。' },
  'plugin-function-missing': { title: '直播功能需要更新', advice: '请在微信中删除本小程序后重新打开，或稍后再试。' },
  'plugin-timeout': { title: '直播状态查询超时', advice: '稍后会自动重试，也可以直接进入直播间。' },
  'plugin-rejected': { title: '直播状态查询失败', advice: '稍后会自动重试，也可以直接进入直播间。' },
  'plugin-answer-invalid': { title: '直播状态暂时无法识别', advice: '稍后会自动重试，也可以直接进入直播间。' },
  'not-a-share-scene': { title: '没有分享信息', advice: '本次不是从分享进入，可正常浏览。' },
  'invalid-room-id': { title: '直播间不存在', advice: '链接可能不完整，请返回首页选择直播间。' },
  'custom-params-too-long': { title: '进入参数过长', advice: '请返回首页，重新选择直播间进入。' },
  'custom-params-not-json': { title: '进入参数有误', advice: '请返回首页，重新选择直播间进入。' },
  'api-missing': { title: '当前微信版本不支持此功能', advice: '请升级到最新版微信后再试。' },
  'api-failed': { title: '操作没有完成', advice: '请稍后重试。' },
  'channels-refused': { title: '视频号直播暂时无法查看', advice: '请稍后再来看看。' },
  'navigation-failed': { title: '页面没有打开', advice: '请再点一次；若仍不行，请重启小程序。' },
  'offline': { title: '网络未连接', advice: '请检查网络设置后重试。' },
  'request-timeout': { title: '网络较慢', advice: '请稍后重试。' },
  'request-failed': { title: '服务暂时不可用', advice: '请稍后重试。' },
  'response-invalid': { title: '数据暂时无法读取', advice: '请稍后重试。' },
  'gateway-not-configured': { title: '服务尚未配置', advice: '请联系店铺客服。' },
  'login-failed': { title: '微信登录没有成功', advice: '不影响浏览，稍后会自动重试。' },
  'storage-failed': { title: '手机存储空间不足', advice: '清理空间后，浏览记录才能保存。' },
  'unexpected': { title: '出了点问题', advice: '请稍后重试。' },
}

/** What a person is told when the gateway does not know the room. */
export const roomNotFoundText: ErrorText = { title: '直播间不存在', advice: '它可能已被店铺删除，请返回首页看看其他直播。' }

/** The words for a failure. */
export function errorTextOf(error: LiveError): ErrorText {
  return error.kind === 'request-failed' && error.code === 'room-not-found' ? roomNotFoundText : errorText[error.kind]
}

/** Words on the screens. */
export const text = {
  app: '直播间',
  tabs: { all: '全部', live: '直播中', upcoming: '预告', past: '回放与已结束' },
  tabsLabel: '按状态筛选直播',
  search: { placeholder: '搜索直播间或主播', label: '搜索直播间或主播', clear: '清空搜索' },
  empty: {
    all: { title: '还没有直播', advice: '店铺安排直播后会出现在这里。', action: '刷新' },
    live: { title: '现在没有直播', advice: '看看预告，订阅开播提醒吧。', action: '看预告' },
    upcoming: { title: '暂无预告', advice: '新的直播安排会出现在这里。', action: '刷新' },
    past: { title: '没有已结束的直播', advice: '直播结束后，可以在这里看回放。', action: '刷新' },
    search: { title: '没有找到相关直播', advice: '换个词试试，或清空搜索。', action: '清空搜索' },
  },
  notice: {
    offline: '网络未连接，正在显示上次的内容',
    stale: (time: string) => `直播列表更新于 ${time}，可能不是最新`,
    saved: (time: string) => `正在显示 ${time} 保存的内容`,
    refreshFailed: '刷新失败，正在显示之前的内容',
    clientTooOld: '微信版本过低，升级后才能观看直播',
    howToUpdate: '请到手机应用商店升级微信',
  },
  action: {
    retry: '重试',
    refresh: '刷新',
    enter: '进入直播间',
    refreshStatus: '刷新状态',
    updateClient: '升级微信',
    share: '分享',
    home: '返回首页',
    ok: '知道了',
    later: '暂不',
  },
  roomAction: {
    'enter': '进入直播间',
    'preview': '先进直播间看看',
    'replay': '看回放',
    'other-rooms': '看看其他直播',
    'refresh': '刷新状态',
  },
  list: { title: '店铺直播', enter: (name: string) => `进入直播间：${name}`, more: '正在加载…', moreFailed: '加载失败，点此重试', end: '没有更多了' },
  stream: (title: string) => `直播画面：${title}`,
  room: {
    host: (name: string) => `主播 ${name}`,
    plannedTime: '直播时间',
    goods: (count: number) => `直播商品 ${count}`,
    noGoods: '主播还没有上架商品',
    interruptionLeft: (minutes: number) => `若 ${minutes} 分钟内未恢复，直播将结束。`,
    statusDeferred: '刚刚已更新，请一分钟后再试',
    smallWindow: '离开后小窗播放',
    smallWindowHint: '返回小程序时，直播在小窗继续',
    replayReady: '店铺开放了这场直播的回放。',
    replayClosed: '店铺没有开放这场直播的回放。',
    waitingForHost: '已到开播时间，等待主播开播',
    cover: (name: string) => `${name}的封面`,
    viewGoods: (name: string, price: string) => `${name}，${price}`,
  },
  previewRoom: {
    title: '模拟直播间',
    note: '浏览器里没有微信直播插件，这里模拟它的房间页。',
    parameters: '进入参数',
    roomId: '房间号',
    customParams: '自定义参数',
    smallWindow: '小窗播放',
    on: '开',
    off: '关',
    none: '无',
    goods: '直播间商品',
    share: '模拟好友点开分享卡片',
    closePendant: '收起直播入口',
    wrongRoom: { title: '房间号有误', advice: '真实的直播插件会打开一个空白的直播间。' },
  },
  subscribe: {
    button: '开播提醒',
    buttonSubscribed: '已订阅',
    subscribed: '已订阅，开播时微信会提醒你',
    cancelled: '已取消开播提醒',
    state: (isSubscribed: boolean) => (isSubscribed ? '已订阅开播提醒' : '未订阅开播提醒'),
  },
  goods: {
    notFound: { title: '商品不存在', advice: '它可能已下架，请返回直播间看看其他商品。' },
    backToRoom: '返回直播间',
    back: '返回',
    otherRooms: '这些直播间也在卖',
    fromRoom: (name: string) => `来自直播间：${name}`,
    orderHint: '价格与库存以下单时为准。',
    price: { yuan: '¥', to: '-' },
  },
  share: {
    live: (name: string) => `正在直播：${name}`,
    upcoming: (name: string, time: string) => `${time} 开播：${name}`,
    replay: (name: string) => `精彩回放：${name}`,
    home: '来看看店铺的直播',
    linkCopied: '链接已复制',
  },
  channels: {
    startsAt: (time: string) => `${time} 开播`,
    reserved: '已预约',
  },
  offer: { message: '分享的人还想请你看一个页面', action: '去看看' },
  countdown: {
    spoken: (hours: number, minutes: number) => (hours > 0 ? `还有${hours}小时${minutes}分钟开播` : `还有${minutes}分钟开播`),
  },
} as const

/** What the button of a Channels account says; what has none has no button. */
export const channelsAction: Readonly<Partial<Record<ChannelsOffer, string>>> = { watch: '看直播', reserve: '预约', replay: '看回放' }

/** How a Channels account is doing, where that is not its broadcast's own description. */
export const channelsDetail: Readonly<Partial<Record<ChannelsOffer, string>>> = { 'prepare': '主播正在准备', 'replay-soon': '回放生成中' }

/** What came of reserving a Channels broadcast, where the user does not know it themselves. */
export const reserveOutcomeText: Readonly<Partial<Record<ReserveOutcome, string>>> = {
  'live-declined': '这场直播正在进行',
  'notice-cancelled': '这场预告已取消',
  'broadcast-ended': '这场直播已结束',
  'reserved': '已预约，开播时微信会提醒你',
  'released': '已取消预约',
  'kept': '已预约，开播时微信会提醒你',
  'notice-expired': '这场预告已过期',
  'unknown': '没有取到预约结果，可在视频号查看',
}

/**
 * What stands above the list, and what its button says.
 * @param notice the state of the list
 * @param nowMs milliseconds since the epoch
 */
export function roomListNoticeText(notice: RoomListNotice, nowMs: number): { message: string, action: string } {
  const saved = (atMs: number | null, otherwise: string): string => atMs === null ? otherwise : text.notice.saved(dateTimeText(atMs, nowMs))
  switch (notice.kind) {
    case 'client-too-old':
      return { message: text.notice.clientTooOld, action: text.action.updateClient }
    case 'offline':
      return { message: saved(notice.atMs, text.notice.offline), action: text.action.retry }
    case 'refresh-failed':
      return { message: saved(notice.atMs, text.notice.refreshFailed), action: text.action.retry }
    case 'stale':
      return { message: text.notice.stale(dateTimeText(notice.atMs, nowMs)), action: text.action.refresh }
    default:
      return notice satisfies never
  }
}

/** A price in words, e.g. ¥12.50 or ¥9-¥19. */
export function priceText(goods: Goods): string {
  const price = goodsPrice(goods)
  const { yuan, to } = text.goods.price
  return price.kind === 'range' ? `${yuan}${price.from}${to}${yuan}${price.to}` : `${yuan}${price.now}`
}

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']
const DAY_MS = 24 * 60 * 60_000

/** A moment as the time of day on this phone, e.g. 20:05. */
export function clockTimeText(atMs: number): string {
  const at = new Date(atMs)
  return `${at.getHours()}:${twoDigits(at.getMinutes())}`
}

/**
 * A planned moment as people say it: 今天 20:05, 明天 20:05, 11月25日 周三 20:05, or with the year when it is another one.
 * @param atMs milliseconds since the epoch
 * @param nowMs milliseconds since the epoch
 */
export function dateTimeText(atMs: number, nowMs: number): string {
  const at = new Date(atMs)
  const now = new Date(nowMs)
  // Rounded, because a day with a clock change is not 24 hours long.
  const days = Math.round((startOfDay(at) - startOfDay(now)) / DAY_MS)
  const time = clockTimeText(atMs)
  const near = { '-1': '昨天', '0': '今天', '1': '明天' }[String(days)]
  if (near)
    return `${near} ${time}`
  const date = `${at.getMonth() + 1}月${at.getDate()}日`
  return at.getFullYear() === now.getFullYear() ? `${date} ${WEEKDAYS[at.getDay()]} ${time}` : `${at.getFullYear()}年${date} ${time}`
}

function startOfDay(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime()
}
