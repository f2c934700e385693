/** Whether a gateway is on its way out, so that a load balancer sends it nobody new. */
export interface Drain {
  readonly begin: () => void
  readonly hasBegun: () => boolean
}

/** Creates the drain of a gateway that stays. */
export function createDrain(): Drain {
  let hasBegun = false
  return {
    begin: () => {
      hasBegun = true
    },
    hasBegun: () => hasBegun,
  }
}
