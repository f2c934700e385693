import { describe, expect, it } from 'vitest'
import { gatewayAddress } from '@/src/platform/gateway-address'

const PHONE = { isDevelopment: false, isPreview: false }

describe('the gateway\'s address', () => {
  it.each([
    ['https://live.example.com', 'https://live.example.com'],
    [' https://live.example.com/api/ ', 'https://live.example.com/api'],
    ['http://127.0.0.1:8787', 'http://127.0.0.1:8787'],
  ])('is %s as configured', (configured, address) => {
    expect(gatewayAddress({ configured, ...PHONE })).toBe(address)
  })

  it.each(['live.example.com', '//live.example.com', 'ftp://live.example.com', 'https://', 'https://live.example.com?a=1', 'https://live example.com'])('is none where %s is configured', (configured) => {
    expect(gatewayAddress({ configured, isDevelopment: true, isPreview: true })).toBeNull()
  })

  it.each([undefined, '', ' '])('is found without configuration (%j) in a browser and in development, not in a release', (configured) => {
    expect(gatewayAddress({ configured, isDevelopment: false, isPreview: true })).toBe('')
    expect(gatewayAddress({ configured, isDevelopment: true, isPreview: false })).toBe('http://127.0.0.1:8787')
    expect(gatewayAddress({ configured, ...PHONE })).toBeNull()
  })
})
