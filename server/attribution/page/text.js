// @ts-check
// Every word of the page. Calm Simplified Chinese: what happened, then what can be done.

/** The shell around every view. */
export const shell = {
  title: '直播分享数据',
  subtitle: '谁分享、谁来了、看了什么',
  signOut: '退出',
  refresh: '刷新',
  loading: '正在读取…',
  period: '统计时间',
  back: '全部直播间',
  daysNote: '日期按北京时间计算。',
}

/** The periods to choose from. */
export const periods = { 7: '近 7 天', 30: '近 30 天', 90: '近 90 天', 0: '全部' }

/** Asking for the key. */
export const signIn = {
  title: '请输入管理密钥',
  label: '管理密钥',
  hint: '由管理员在服务器上设置（ADMIN_KEY）。只保存在当前标签页，关闭后自动清除。',
  submit: '查看数据',
  missing: '请先填写密钥。',
}

/** What went wrong, and what helps. */
export const problems = {
  'wrong-key': { title: '密钥不正确', advice: '请检查后重新输入，注意不要多出空格。' },
  'not-configured': { title: '服务器尚未设置管理密钥', advice: '请联系技术人员设置 ADMIN_KEY，然后刷新本页。' },
  'offline': { title: '没有连上服务器', advice: '请检查网络，然后重试。' },
  'timeout': { title: '服务器响应较慢', advice: '可以稍后重试，或选择较短的统计时间。' },
  'rate-limited': { title: '查看得太频繁了', advice: '请稍等片刻再试。' },
  'not-found': { title: '没有这个直播间的数据', advice: '链接可能不完整，请从列表中选择直播间。' },
  'code-refused': { title: '微信没有给出这个直播间的码', advice: '已结束、已过期或被禁播的直播间没有码，请换一个直播间。' },
  'failed': { title: '数据暂时无法读取', advice: '请稍后重试；若仍不行，请联系技术人员。' },
}

export const retry = '重试'
/** @param {number} seconds */
export const retryAfter = seconds => `约 ${seconds} 秒后可以再试。`

/** Headings and notes of the sections. */
export const sections = {
  overTime: '进入趋势',
  sharedOverTime: '分享带来的进入',
  rooms: '直播间',
  ways: '进入方式',
  goods: '看过的商品',
  chain: '分享链路',
  chainNote: '每人只算第一次由他人分享进入的那一步。',
  sharers: '分享达人',
  code: '直播间码',
  codeNote: '扫码直接进入直播间，可印在海报、包装或门店。',
  sharersNote: '打开自己分享的卡片不计入。',
}

export const empty = {
  rooms: '这段时间还没有人进入直播间。换一个统计时间看看。',
  overTime: '这段时间没有记录。',
  goods: '这段时间没有人从直播间打开商品。',
  ways: '这段时间没有进入记录。',
  chain: '这段时间没有人通过他人的分享进入。',
  sharers: '这段时间没有人通过分享带来访客。',
}

/** Names of figures and columns. */
export const figures = {
  room: '直播间',
  start: '开播时间',
  day: '日期',
  entries: '进入次数',
  visitors: '访客',
  chainDepth: '最深层级',
  subscribed: '订阅开播提醒',
  unsubscribed: '取消提醒',
  way: '方式',
  share: '占比',
  goods: '商品编号',
  sharer: '分享人',
  brought: '带来访客',
  rooms: '直播间数',
}

/** The ways in. */
export const ways = { 'share-card': '分享卡片', 'reminder': '开播提醒', 'goods-page': '商品页', 'own-link': '自有链接', 'channels': '视频号' }

export const unknownRoom = '未收录的直播间'
export const none = '—'
/** @param {string} id */
export const roomNumber = id => `房间号 ${id}`
/** @param {string} count */
export const depth = count => `${count} 层`
/** @param {string} count */
export const peopleBrought = count => `带来 ${count} 人`
/** @param {string} count */
export const moreBelow = count => `共影响 ${count} 人`
export const chainPartial = '链路较多，这里的人数只含已载入的部分。'
/** @param {string} count */
export const othersLeft = count => `还有 ${count} 人`
/** @param {string} shown @param {string} total */
export const shownOf = (shown, total) => `已显示 ${shown} / ${total}`
export const loadMore = '加载更多'
export const asTable = '查看每日数据'

export const copying = { copy: '复制', copied: '已复制', failed: '没有复制成功，请长按选择' }
/** @param {string} name */
export const copyOpenid = name => `复制 ${name} 的完整 openid`

/** Codes that lead to a room. */
export const roomCode = {
  channel: '渠道名称（选填）',
  hint: '例如“门店海报”。填写后，扫码进入的访客会带上这个渠道。',
  make: '生成直播间码',
  save: '保存图片',
  savePoster: '保存海报',
  path: '直播间页面路径',
  copyPath: '复制页面路径',
  withoutChannel: '未带渠道的直播间码',
  /** @param {string} channel */
  ofChannel: channel => `渠道“${channel}”的直播间码`,
  /** @param {string} channel */
  alt: channel => channel === '' ? '直播间码' : `渠道“${channel}”的直播间码图片`,
}

/**
 * What the plot shows, for those who cannot see it.
 * @param {{ from: string, to: string, entries: string, visitors: string }} figures
 */
export const plotSummary = ({ from, to, entries, visitors }) => `${from}至${to}，每日进入次数与访客。最多一天进入 ${entries} 次，访客 ${visitors} 人。`
/** @param {string} day @param {string} entries @param {string} visitors */
export const plotReading = (day, entries, visitors) => `${day}：进入 ${entries} 次 · 访客 ${visitors} 人`
/** @param {number} month @param {number} day */
export const monthDay = (month, day) => `${month}月${day}日`
/** @param {number} year @param {string} rest */
export const withYear = (year, rest) => `${year}年${rest}`
/** @param {string} name */
export const openRoom = name => `查看“${name}”的数据`
