import type { InjectionKey } from 'vue'
import type { SimulatedWorld } from '../simulated/simulated-world'

/** Where a component finds a world other than this tab's. */
export const SIMULATED_WORLD: InjectionKey<SimulatedWorld> = Symbol('simulated world')
