import { fieldsOf } from '@/src/domain/untrusted'

/**
 * The gateway that a third-party platform has entered for this shop: `ext.gatewayUrl` of its ext.json, one template for
 * many shops. Never throws; undefined where there is none.
 * https://developers.weixin.qq.com/miniprogram/dev/api/ext/wx.getExtConfigSync.html
 */
export function extGatewayUrl(): string | undefined {
  try {
    const url = fieldsOf(wx.getExtConfigSync()).gatewayUrl
    return typeof url === 'string' && url !== '' ? url : undefined
  }
  catch {
    return undefined
  }
}
