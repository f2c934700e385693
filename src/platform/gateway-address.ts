/** What decides where the gateway is. */
export interface GatewayAddressOptions {
  /** `VITE_GATEWAY_URL` of this build. */
  readonly configured: string | undefined
  readonly isDevelopment: boolean
  /** In a browser the gateway serves the page itself, so nothing needs to be configured. */
  readonly isPreview: boolean
}

const DEVELOPMENT_ADDRESS = 'http://127.0.0.1:8787'

/** The gateway's address without a slash at its end, empty for the page's own origin, or null when there is none. */
export function gatewayAddress({ configured, isDevelopment, isPreview }: GatewayAddressOptions): string | null {
  const address = configured?.trim() ?? ''
  if (address !== '')
    return /^https?:\/\/[^\s/?#]+(?:\/[^\s?#]*)?$/i.test(address) ? address.replace(/\/+$/, '') : null
  if (isPreview)
    return ''
  return isDevelopment ? DEVELOPMENT_ADDRESS : null
}
