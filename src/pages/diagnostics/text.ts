// Words for the developer, in the package of the page that says them.
import type { LiveErrorKind } from '@/src/domain/live-error'

/** Why each kind of failure happens, and how to get rid of it. */
export const errorHelp: Readonly<Record<LiveErrorKind, readonly [why: string, fix: string]>> = {
  'plugin-missing': ['构建或 appid 没有直播插件，或分包未下载', '查后台插件权限、appid 与 pages.json'],
  'client-too-old': ['微信低于 7.0.7 或基础库低于 2.9.0', '升级微信'],
  'plugin-function-missing': ['插件版本太旧，没有此接口', '在 pages.json 升级插件版本'],
  'plugin-timeout': ['插件未应答；同一房间一分钟内再查也会如此', '等一分钟，查是否有别处调用'],
  'plugin-rejected': ['插件拒绝，见 code 和 message', '核对房间号属于本 appid'],
  'plugin-answer-invalid': ['插件返回了无法识别的内容', '核对插件版本'],
  'not-a-share-scene': ['本次场景没有分享参数', '从分享卡片进入再试'],
  'invalid-room-id': ['房间号不是正整数', '检查链接里的 room_id'],
  'custom-params-too-long': ['编码后超过 600 字符', '缩短 custom_params'],
  'custom-params-not-json': ['custom_params 不是 JSON', '传普通对象'],
  'api-missing': ['基础库低于 neededVersion', '升级微信'],
  'api-failed': ['微信接口拒绝，见 code 和 message', '按 code 查微信文档'],
  'channels-refused': ['视频号主体、认证或 id 不符，见 reason', '按 docs/channels.md 处理'],
  'navigation-failed': ['页面不存在，或插件页打不开', '查路径和插件声明'],
  'offline': ['手机没有网络', '连接网络'],
  'request-timeout': ['网关未及时应答', '查网关和网络'],
  'request-failed': ['网关报错；httpStatus 0 是连不上', '查网关日志、证书和域名'],
  'response-invalid': ['网关返回无法识别', '查地址，核对两端版本'],
  'gateway-not-configured': ['没有网关地址，或域名未加白名单', '设 VITE_GATEWAY_URL 和 request 合法域名'],
  'login-failed': ['wx.login 没有给出 code', '查网络；朋友圈单页模式不能登录'],
  'storage-failed': ['手机存储写不进去', '清理空间'],
  'unexpected': ['没有预料到的异常', '看开发者工具的控制台'],
}

/** Words on the page; what has a name in the code is called by it. */
export const text = {
  copy: '复制全部',
  refresh: '刷新',
  copied: '诊断信息已复制',
  copyFailed: '复制失败，请长按文字复制',
  unreadable: '读取失败',
  none: '无',
  unknown: '未知',
  asking: '查询中…',
  yes: '有',
  missing: '缺少',
  fine: '正常',
  tooOld: '过旧',
  ownHost: '当前域名',
  shareScene: '分享场景',
  sameOpenid: '一致',
  otherOpenid: ['网关的 WECHAT_APP_ID 不是本小程序', '改成本小程序的 appid'],
  cannotCompare: '尚不能比较',
  seconds: (count: number) => `${count} 秒后`,
  help: ([why, fix]: readonly string[]) => `\n原因：${why}\n处理：${fix}`,
  sections: ['构建', '直播插件', '微信版本', '身份', '启动', '最近来访', '状态轮询', '上报队列', '存储', '最近错误'],
}
