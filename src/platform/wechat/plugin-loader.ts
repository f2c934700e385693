import { fail } from '@/src/platform/fail'

/** What the plugin exports, before anything about it is believed. */
export type PluginModule = Readonly<Record<string, unknown>>

/** Loads the plugin once. */
export interface PluginLoader {
  /** The plugin. Rejects with `plugin-missing`; the next call then tries again. */
  get: () => Promise<PluginModule>
  /** Gives up on a load that hangs, so that the next call starts another. */
  forgetHangingLoad: () => void
}

/**
 * Keeps the plugin once it is there, and forgets a failure: a subpackage that could not be downloaded in the lift can be
 * downloaded outside it.
 * @param load gives what `requirePlugin` gives, or throws, or rejects
 */
export function createPluginLoader(load: () => unknown): PluginLoader {
  let loaded: PluginModule | null = null
  let attempt: Promise<PluginModule> | null = null

  async function start(): Promise<PluginModule> {
    const plugin = await loadModule(load)
    loaded = plugin
    return plugin
  }

  return {
    get: async () => {
      if (loaded)
        return loaded
      const current = attempt ??= start()
      try {
        return await current
      }
      finally {
        if (attempt === current)
          attempt = null
      }
    },
    forgetHangingLoad: () => {
      attempt = null
    },
  }
}

async function loadModule(load: () => unknown): Promise<PluginModule> {
  try {
    const module: unknown = await load()
    if (isModule(module))
      return module
  }
  catch (cause) {
    fail({ kind: 'plugin-missing', cause })
  }
  return fail({ kind: 'plugin-missing' })
}

function isModule(module: unknown): module is PluginModule {
  return typeof module === 'object' && module !== null
}
