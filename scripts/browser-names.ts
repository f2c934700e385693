import type { Plugin } from 'vite'

// What uni-app's own elements lack in a browser for somebody who hears the page or has no pointer: an input's inner field
// does not get the name of the outer one, a picture's inner copy has no alt, and a strip cannot be scrolled by keys.
const MENDED: readonly (readonly [found: string, better: string])[] = [
  ['return () => {\n      let inputNode =', 'const ownInstance = getCurrentInstance();\n    return () => {\n      let inputNode ='],
  ['"key": "input",\n', '"key": "input",\n        "aria-label": ownInstance.attrs["aria-label"],\n'],
  ['img.draggable = props2.draggable;', 'img.draggable = props2.draggable;\n      img.alt = "";'],
  ['"class": scrollBarClassName.value\n', '"class": scrollBarClassName.value,\n        "tabindex": "0"\n'],
]

// WeChat reads `aria-role` and no `role`; a browser the other way round, and wants a heading's level. Templates are
// written for WeChat.
function withRoles(code: string): string {
  return code.replace(/\baria-role="heading"/g, 'role="heading" aria-level="2"').replace(/\baria-role=/g, 'role=')
}

/** Gives the elements of a browser's build the roles, names and keys that assistive software there needs. */
export const browserNames: Plugin = {
  name: 'browser-names',
  enforce: 'pre',
  transform(code, id) {
    const [file = ''] = id.split('?')
    if (file.endsWith('/uni-h5.es.js'))
      return MENDED.reduce(mend, code)
    return file.endsWith('.vue') ? withRoles(code) : undefined
  },
}

function mend(code: string, [found, better]: readonly [string, string]): string {
  if (!code.includes(found))
    throw new Error(`uni-h5 no longer has "${found}": see in its new version whether the browser's elements have names and roles, and change scripts/browser-names.ts`)
  return code.replace(found, better)
}
