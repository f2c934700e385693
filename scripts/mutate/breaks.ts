import type { Break } from './break'
import { APP_BREAKS } from './breaks/app'
import { DOMAIN_BREAKS } from './breaks/domain'
import { OUTPUT_BREAKS } from './breaks/output'
import { SERVER_BREAKS } from './breaks/server'

/** Every break of a round: of the source first, then of the outputs. */
export const BREAKS: readonly Break[] = [...APP_BREAKS, ...SERVER_BREAKS, ...DOMAIN_BREAKS, ...OUTPUT_BREAKS]
