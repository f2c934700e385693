import type { Diagnosis, Report } from '@/scripts/doctor/diagnose'
import { execFileSync } from 'node:child_process'
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { diagnose } from '@/scripts/doctor/diagnose'
import { temporaryFolder } from '../../../build/support/scratch'

/** What is in a folder: text, a number of bytes, or null for a file that is not there after all. */
export type Files = Readonly<Record<string, string | number | null>>

/** Nobody's appid. */
export const APPID = 'wx1111111111111111'
export const PROVIDER = 'wx2b03c6e691cd7370'
const SUBSCRIBE = `plugin-private://${PROVIDER}/components/subscribe/subscribe`

/** A manifest.json with a comment, as the real ones have. */
export const manifest = (weixin: object = {}): string => `{\n  // The mini-program's name.\n  "name": "sample",\n  "vueVersion": "3",\n  "mp-weixin": ${JSON.stringify({ appid: APPID, nativeTags: ['pendant'], ...weixin }, null, 2)}\n}\n`

/** One page, which holds the plugin's <subscribe>, and a build without the plugin. */
export const pages = `{
  "pages": [
    {
      "path": "pages/index/index",
      "style": {
        // #ifdef MP-WEIXIN
        // #ifndef NO_PLUGIN
        "usingComponents": { "subscribe": "${SUBSCRIBE}" },
        // #endif
        // #endif
        "navigationBarTitleText": "Home"
      }
    }
  ],
  "subPackages": [
    { "root": "live", "pages": [{ "path": "room/room" }] }
  ],
  // #ifndef NO_PLUGIN
  "plugins": {
    "live-player-plugin": { "version": "1.3.5", "provider": "${PROVIDER}" }
  }
  // #endif
}
`

/** The same with the plugin in the subpackage. */
export function pagesOfSubpackage(style: object): string {
  return JSON.stringify({
    pages: [{ path: 'pages/index/index', style }],
    subPackages: [{ root: 'live', plugins: { 'live-player-plugin': { version: '1.3.5', provider: PROVIDER } }, pages: [{ path: 'room/room' }] }],
  }, null, 2)
}

/** Registers <subscribe> for a page. */
export const withSubscribe = { usingComponents: { subscribe: SUBSCRIBE } }

/** A page of one script. */
export const page = (script: string, template = '<view />'): string => `<script setup lang="ts">\n${script}\n</script>\n\n<template>\n  ${template}\n</template>\n`

/** A checkout in HBuilderX's layout, with nothing wrong. */
export const CHECKOUT: Files = {
  'manifest.json': manifest(),
  'pages.json': pages,
  'package.json': JSON.stringify({ 'name': 'sample', 'dependencies': { '@dcloudio/uni-app': '3.0.0', '@dcloudio/uni-mp-weixin': '3.0.0' }, 'uni-app': { scripts: { 'mp-weixin-bare': { title: 'bare', env: { UNI_PLATFORM: 'mp-weixin' }, define: { NO_PLUGIN: true } } } } }, null, 2),
  'main.ts': 'import { createSSRApp } from \'vue\'\nimport App from \'./App.vue\'\nexport function createApp() {\n  return { app: createSSRApp(App) }\n}\n',
  'App.vue': '<script setup lang="ts">\n</script>\n',
  'pages/index/index.vue': page(
    'import { onShareAppMessage } from \'@dcloudio/uni-app\'\nimport RoomCard from \'@/components/room-card.vue\'\nimport { useShare } from \'@/use-share\'\n// A comment may speak of requirePlugin("other") and Array.prototype.at = x.\nconst share = useShare()\nonShareAppMessage(() => share.card())',
    '<room-card>\n    <!-- #ifndef NO_PLUGIN -->\n    <subscribe :room-id="1" />\n    <!-- #endif -->\n  </room-card>',
  ),
  'use-share.ts': 'export function useShare() {\n  return { card: () => ({ title: \'Hello\' }) }\n}\n',
  'components/room-card.vue': page('', '<view><slot /></view>'),
  'live/room/room.vue': page('// #ifndef NO_PLUGIN\nrequirePlugin(\'live-player-plugin\')\n// #endif'),
  '.env.production': 'VITE_GATEWAY_URL=https://gateway.example\n',
}

/** An output of it, with nothing wrong. */
export const OUTPUT: Files = {
  'app.json': JSON.stringify({ pages: ['pages/index/index'], subPackages: [{ root: 'live', pages: ['room/room'] }], plugins: { 'live-player-plugin': { version: '1.3.5', provider: PROVIDER } } }, null, 2),
  'app.js': '"use strict";require("./common/vendor.js");createApp().app.mount("#app");function createApp(){return{app:{mount(){}}}}',
  'common/vendor.js': 'Promise.prototype.finally||(Promise.prototype.finally=function(){});class Own extends Error{name="Own"}exports.Own=Own',
  'project.config.json': JSON.stringify({ appid: APPID, libVersion: '' }),
  'pages/index/index.js': 'Page({})',
  'pages/index/index.json': JSON.stringify({ usingComponents: { 'room-card': '../../components/room-card', ...withSubscribe.usingComponents } }),
  'pages/index/index.wxml': '<room-card><subscribe room-id="{{1}}"/></room-card>',
  'components/room-card.js': 'Component({})',
  'components/room-card.json': '{"component":true}',
  'components/room-card.wxml': '<view><slot/></view>',
  'live/room/room.js': 'const plugin=requirePlugin("live-player-plugin");Page({})',
  'live/room/room.json': '{}',
  'live/room/room.wxml': '<view/>',
}

/** Writes files into a folder that goes with the test; `isRepository`: puts them into git first. */
export function write(files: Files, { isRepository = false } = {}): string {
  const folder = temporaryFolder('doctor')
  for (const [name, content] of Object.entries(files)) {
    if (content === null)
      continue
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, typeof content === 'string' ? content : '')
    if (typeof content === 'number')
      truncateSync(path, content)
  }
  if (isRepository) {
    for (const args of [['init', '--quiet'], ['add', '--all']]) execFileSync('git', args, { cwd: folder, stdio: 'ignore' })
  }
  return folder
}

/** Writes a folder and has it checked. */
export function examine(files: Files, options: { isRepository?: boolean, budgetKb?: number | null } = {}): Report {
  return diagnose(write(files, options), { environment: {}, budgetKb: options.budgetKb ?? null })
}

/** A place as people read it. */
export function placeOf({ place }: Pick<Diagnosis, 'place'>): string | null {
  return place && (place.line === null ? place.file : `${place.file}:${place.line}`)
}

/** The same files one folder down, for the CLI's layout; what belongs beside package.json stays. */
export function inSrc(files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [/^(?:package\.json|\.env)/.test(name) ? name : `src/${name}`, content]))
}
