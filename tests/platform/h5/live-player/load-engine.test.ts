import { afterEach, expect, it, vi } from 'vitest'
import { createFlvEngine } from '@/src/platform/h5/live-player/flv-engine'
import { createHlsEngine } from '@/src/platform/h5/live-player/hls-engine'
import { loadEngine } from '@/src/platform/h5/live-player/load-engine'
import { createNativeEngine } from '@/src/platform/h5/live-player/native-engine'

vi.mock('mpegts.js', () => ({ default: { LoggingControl: { applyConfig: () => {} } } }))
vi.mock('hls.js/light', () => ({ default: class {}, Events: {}, ErrorTypes: {} }))

afterEach(() => void vi.unstubAllGlobals())

it.each(['https://cdn.example/tea.m3u8', 'http://cdn.example/tea.M3U8?key=1', '/simulator/tea.m3u8#live'])('plays %s with hls.js', async (url) => {
  vi.stubGlobal('MediaSource', class {})
  expect(await loadEngine(url)).toBe(createHlsEngine)
})

it.each(['https://cdn.example/tea.flv', 'https://cdn.example/tea?format=m3u8'])('plays %s with mpegts.js', async (url) => {
  vi.stubGlobal('MediaSource', class {})
  expect(await loadEngine(url)).toBe(createFlvEngine)
})

it('leaves HLS to browsers that let no script feed a video but play it themselves', async () => {
  const canPlay = vi.spyOn(HTMLMediaElement.prototype, 'canPlayType').mockReturnValue('maybe')
  expect(await loadEngine('https://cdn.example/tea.m3u8')).toBe(createNativeEngine)
  canPlay.mockReturnValue('')
  expect(await loadEngine('https://cdn.example/tea.m3u8')).toBeNull()
})

it('plays FLV with nothing where no script can feed a video', async () => {
  expect(await loadEngine('https://cdn.example/tea.flv')).toBeNull()
})

it.each(['rtmp://cdn.example/tea', 'webrtc://cdn.example/tea.m3u8', '', 'javascript:alert(1)'])('plays %s with nothing', async (url) => {
  expect(await loadEngine(url)).toBeNull()
})
