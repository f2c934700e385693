import type { Mock } from 'vitest'
import type { EngineRequest, EngineSource } from '@/src/platform/h5/live-player/browser-engine'
import { vi } from 'vitest'

/** A request to an engine, with listeners to look at. */
export interface HeardRequest extends EngineRequest {
  readonly onConnected: Mock<EngineRequest['onConnected']>
  readonly onBroken: Mock<EngineRequest['onBroken']>
  readonly onEnded: Mock<EngineRequest['onEnded']>
}

/** @param source what differs from WeChat's defaults */
export function aRequest(source: Partial<EngineSource> = {}, staleEdge: string | null = null): HeardRequest {
  return {
    video: document.createElement('video'),
    source: { url: 'https://cdn.example/tea', isRealTime: false, minCacheS: 1, maxCacheS: 3, referrerPolicy: 'no-referrer', ...source },
    staleEdge,
    onConnected: vi.fn(),
    onBroken: vi.fn(),
    onEnded: vi.fn(),
  }
}
