import type { ClockedRealm } from '@/tests/runtime/host/realm'

// What JavaScript itself has; all else that a window has is hidden from scripts.
const BUILT_INS = new Set(['Object', 'Function', 'Array', 'Number', 'parseFloat', 'parseInt', 'Infinity', 'NaN', 'undefined', 'Boolean', 'String', 'Symbol', 'Date', 'Promise', 'RegExp', 'Error', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError', 'JSON', 'Math', 'ArrayBuffer', 'Uint8Array', 'Int8Array', 'Uint16Array', 'Int16Array', 'Uint32Array', 'Int32Array', 'Float32Array', 'Float64Array', 'DataView', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Proxy', 'Reflect', 'decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent', 'escape', 'unescape', 'isFinite', 'isNaN'])

/** Runs scripts in a frame's own realm, where nothing of the browser has a name; its timers are real. */
export function createFrameRealm(): ClockedRealm {
  const frame = document.head.appendChild(document.createElement('iframe'))
  const inside = frame.contentWindow as unknown as Record<string, unknown>
  const frameDocument = frame.contentDocument as Document
  const globals: Record<string, unknown> = {
    setTimeout: window.setTimeout.bind(window),
    clearTimeout: window.clearTimeout.bind(window),
    setInterval: window.setInterval.bind(window),
    clearInterval: window.clearInterval.bind(window),
  }
  inside.stageScope = new Proxy(globals, {
    has: (target, name) => typeof name === 'string' && name !== 'stageAnswer' && (name in target || (name in inside && !BUILT_INS.has(name))),
  })
  inside.stageAnswer = { value: undefined }

  function run(source: string, file: string): unknown {
    const script = frameDocument.createElement('script')
    script.textContent = `with (stageScope) { stageAnswer.value = ${source} }\n//# sourceURL=${file}`
    frameDocument.head.append(script)
    script.remove()
    return (inside.stageAnswer as { value: unknown }).value
  }

  const parse = run('JSON.parse', 'parse') as (json: string) => unknown
  return {
    globals,
    run,
    copy: value => value === undefined ? undefined : parse(JSON.stringify(value)),
    clock: { setTimeout: (then, ms) => window.setTimeout(then, ms) },
  }
}
