import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile, ROOT } from '@/tests/build/support/compile'

/** The outputs that are shipped, and a project that holds nothing, all in one folder. */
export const BUILDS = ['mp-weixin', 'mp-weixin-subpackage', 'mp-weixin-no-plugin', 'h5'] as const

/** How many cards a list gets at a time. */
export const PAGE_OF_CARDS = 20

/** A project by the same compiler with one text on its first page, and a bare list on its second: what the framework itself costs. */
export const EMPTY_BUILDS = { mini: 'empty-mp-weixin', browser: 'empty-h5' } as const

const KEPT = ['index.html', 'manifest.json', 'theme.json', 'tsconfig.json', 'package.json', 'vite.config.ts', 'scripts', 'src/styles']

const EMPTY_PROJECT: Readonly<Record<string, string>> = {
  'pages.json': '{ "pages": [{ "path": "src/pages/rooms/rooms", "style": {} }, { "path": "src/pages/list/list", "style": {} }] }',
  'App.vue': '<script>\nexport default {}\n</script>\n',
  'main.ts': 'import { createSSRApp } from \'vue\'\nimport App from \'./App.vue\'\n\nexport function createApp() {\n  return { app: createSSRApp(App) }\n}\n',
  'src/pages/rooms/rooms.vue': '<template>\n  <view>\n    <text>hello</text>\n  </view>\n</template>\n',
  'src/pages/list/list.vue': `<script setup lang="ts">
import { onReachBottom } from '@dcloudio/uni-app'
import { shallowRef } from 'vue'

const cards = shallowRef(more([]))

function more(before: readonly { id: number }[]) {
  return [...before, ...Array.from({ length: ${PAGE_OF_CARDS} }, (_, i) => ({ id: before.length + i }))]
}

onReachBottom(() => {
  cards.value = more(cards.value)
})
</script>

<template>
  <view>
    <view v-for="{ id } in cards" :key="id" class="card">
      {{ id }}
    </view>
  </view>
</template>
`,
}

/**
 * Builds everything, two at a time; what is in the folder already stays.
 * @returns the folder of each output
 */
export async function buildAll(folder: string): Promise<void> {
  const empty = makeEmptyProject(join(folder, 'empty-project'))
  const jobs: readonly (readonly [name: string, build: string, options: Parameters<typeof compile>[2]])[] = [
    ...BUILDS.map(build => [build, build, build === 'h5' ? { env: { VITE_GATEWAY_URL: '' } } : {}] as const),
    [EMPTY_BUILDS.mini, 'mp-weixin', { root: empty }],
    [EMPTY_BUILDS.browser, 'h5', { root: empty }],
  ]
  const missing = jobs.filter(([name]) => !existsSync(join(folder, name)))
  for (let i = 0; i < missing.length; i += 2)
    await Promise.all(missing.slice(i, i + 2).map(([name, build, options]) => compile(build, join(folder, name), options)))
}

function makeEmptyProject(root: string): string {
  if (existsSync(root))
    return root
  for (const page of ['rooms', 'list']) mkdirSync(join(root, 'src/pages', page), { recursive: true })
  for (const name of KEPT) cpSync(join(ROOT, name), join(root, name), { recursive: true })
  for (const [file, content] of Object.entries(EMPTY_PROJECT)) writeFileSync(join(root, file), content)
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'dir')
  return root
}
