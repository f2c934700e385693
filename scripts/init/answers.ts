/** Builds for WeChat, by the names of their npm scripts. */
export const WECHAT_BUILDS: readonly string[] = ['mp-weixin', 'mp-weixin-subpackage', 'mp-weixin-no-plugin']

/** The one that is taken where nobody has chosen. */
export const DEFAULT_BUILD = 'mp-weixin'

/** What {@link parseAnswer} made of the answers; an empty text leaves things as they are. */
export interface InitAnswers {
  /** The mini-program's appid. */
  readonly appId: string
  /** One of {@link WECHAT_BUILDS}; what `npm run upload` takes. */
  readonly build: string
  /** Where published builds find the gateway, e.g. `https://live.example.com`. */
  readonly gatewayUrl: string
  /** Channels accounts as the gateway wants them, e.g. `sphAbc*,sphDef`. */
  readonly channels: string
}

/** One question, in the order of asking. */
export interface InitQuestion {
  readonly name: keyof InitAnswers
  readonly flag: string
  readonly question: string
  readonly hint: string
}

export const QUESTIONS: readonly InitQuestion[] = [
  { name: 'appId', flag: 'appid', question: 'appid:', hint: 'The mini-program\'s AppID (MP console: 开发管理 → 开发设置). Enter leaves it as it is.' },
  { name: 'build', flag: 'build', question: `build (${WECHAT_BUILDS.join(', ')}):`, hint: 'With the live plugin in the main package, in a subpackage, or without it: WeChat refuses uploads that declare a plugin the account may not use (80082). Enter leaves it as it is (mp-weixin at first).' },
  { name: 'gatewayUrl', flag: 'gateway', question: 'gateway:', hint: 'The https address of your gateway, for published builds. Enter leaves it as it is.' },
  { name: 'channels', flag: 'channels', question: 'Channels accounts:', hint: 'Ids of Channels (视频号) accounts from 视频号助手, separated by commas, with a * behind those of the mini-program\'s own subject. Enter leaves them as they are.' },
]

/** A good answer, or what is wrong with it. */
export type InitAnswer = { readonly value: string } | { readonly problem: string }

const APP_ID = /^wx[0-9a-f]{16}$/
const CHANNELS_ACCOUNT = /^sph[\w-]{1,64}\*?$/
const IP_ADDRESS = /^(?:\d+\.){3}\d+$|^\[/

/** Reads one answer as somebody typed it. Never throws. */
export function parseAnswer(name: keyof InitAnswers, text: string): InitAnswer {
  const typed = text.trim()
  if (typed === '')
    return { value: '' }
  switch (name) {
    case 'appId':
      return APP_ID.test(typed) ? { value: typed } : { problem: 'An appid is wx and 16 more characters out of 0-9 and a-f.' }
    case 'build':
      return WECHAT_BUILDS.includes(typed) ? { value: typed } : { problem: `One of ${WECHAT_BUILDS.join(', ')}.` }
    case 'gatewayUrl':
      return parseGatewayUrl(typed)
    case 'channels':
      return parseChannels(typed)
    default:
      return name satisfies never
  }
}

// What WeChat takes as a request domain: https, a name and no address by numbers, no path.
// https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html
function parseGatewayUrl(typed: string): InitAnswer {
  if (!URL.canParse(typed))
    return { problem: 'This is no address. One looks like https://live.example.com' }
  const { protocol, hostname, pathname, search, hash, username, origin } = new URL(typed)
  if (protocol !== 'https:')
    return { problem: 'WeChat asks published mini-programs for https.' }
  if (IP_ADDRESS.test(hostname) || !hostname.includes('.'))
    return { problem: 'WeChat takes only names of domains here, no IP address and no localhost.' }
  if (pathname !== '/' || search !== '' || hash !== '' || username !== '')
    return { problem: `Only the gateway's own address, without anything behind it: ${origin}` }
  return { value: origin }
}

function parseChannels(typed: string): InitAnswer {
  const accounts = typed.split(/[,，\s]+/).filter(Boolean)
  const wrong = accounts.find(account => !CHANNELS_ACCOUNT.test(account))
  return wrong === undefined ? { value: accounts.join(',') } : { problem: `“${wrong}” is no Channels account: those begin with sph.` }
}
