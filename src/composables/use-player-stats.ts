import type { ComputedRef, ShallowRef } from 'vue'
import type { PlayerHistory, PlayerRecording } from '@/src/domain/player-history'
import type { NetworkQuality, PlayerStats } from '@/src/domain/player-stats'
import { computed, shallowRef } from 'vue'
import { EMPTY_RECORDING, record } from '@/src/domain/player-history'
import { networkQualityOf } from '@/src/domain/player-stats'
import { usePlatform } from '@/src/platform/use-platform'

/** What is remembered of a player over the last minute. */
export type PlayerMeasure = 'videoBitrateKbps' | 'videoFps' | 'jitter' | 'videoCacheMs'

/** In the order in which they are shown. */
export const PLAYER_MEASURES: readonly PlayerMeasure[] = ['videoBitrateKbps', 'videoFps', 'jitter', 'videoCacheMs']

export interface UsePlayerStatsReturn {
  /** The newest; null before the player has measured anything. */
  stats: Readonly<ShallowRef<PlayerStats | null>>
  quality: ComputedRef<NetworkQuality>
  /** One measure over the last minute. */
  historyOf: (measure: PlayerMeasure) => PlayerHistory
  note: (stats: PlayerStats) => void
  forget: () => void
}

/** What a player measures, and how it went over the last minute. */
export function usePlayerStats(): UsePlayerStatsReturn {
  const { clock } = usePlatform()
  const stats = shallowRef<PlayerStats | null>(null)
  const recordings = shallowRef<Partial<Record<PlayerMeasure, PlayerRecording>>>({})

  function recordingOf(measure: PlayerMeasure): PlayerRecording {
    return recordings.value[measure] ?? EMPTY_RECORDING
  }

  return {
    stats,
    quality: computed(() => networkQualityOf(stats.value?.qualityLevel ?? null)),
    historyOf: measure => recordingOf(measure).values,
    note(newest) {
      const next: Partial<Record<PlayerMeasure, PlayerRecording>> = {}
      for (const measure of PLAYER_MEASURES) next[measure] = record(recordingOf(measure), newest[measure], clock.now())
      recordings.value = next
      stats.value = newest
    },
    forget() {
      recordings.value = {}
      stats.value = null
    },
  }
}
