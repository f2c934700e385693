// The globals that the mini-program and H5 runtimes give to every page; tests replace what they look at.
import { vi } from 'vitest'

vi.stubGlobal('uni', {})
