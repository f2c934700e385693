/** Fields of a request to WeChat, or of its answer. */
export type WeChatFields = Readonly<Record<string, unknown>>

/** An error as WeChat words it. */
export function failure(errcode: number, errmsg: string): WeChatFields {
  return { errcode, errmsg: `${errmsg} rid: simulated` }
}
