/**
 * A script that does to the built-ins what the live plugin does on a phone, and not in DevTools: patches then throw in
 * strict code, and are lost elsewhere.
 */
export const FREEZE = `
  for (const builtIn of [Object, Function, Array, Promise, Map, Set, WeakMap, WeakSet, String, Number, Boolean, Symbol, RegExp, Date, Error, TypeError]) {
    Object.freeze(builtIn)
    Object.freeze(builtIn.prototype)
  }
  for (const builtIn of [JSON, Math, Reflect]) Object.freeze(builtIn);
`
