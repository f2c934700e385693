import { GatewayError } from '../errors'

/** Nobody can make sense of what was pushed. The reason repeats nothing of it. */
export function eventMalformed(reason: string): GatewayError {
  return new GatewayError(400, 'event-malformed', reason)
}
