import { join } from 'node:path'
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const eslint = new ESLint({ cwd: ROOT })

async function complaintsAbout(code: string, filePath: string): Promise<string[]> {
  const [result] = await eslint.lintText(`${code}\n`, { filePath: join(ROOT, filePath) })
  return result?.messages.map(({ ruleId }) => ruleId ?? 'parse').filter(rule => rule.includes('restricted')) ?? []
}

describe('the architecture rules', () => {
  it.each([
    ['vue in the domain', 'import { ref } from \'vue\'\nexport const a = ref(0)', 'src/domain/x.ts'],
    ['the platform in the domain', 'import { usePlatform } from \'@/src/platform/use-platform\'\nexport const a = usePlatform()', 'src/domain/x.ts'],
    ['a store in the platform', 'import { useRoomsStore } from \'@/src/stores/rooms\'\nexport const a = useRoomsStore', 'src/platform/x.ts'],
    ['a composable in a store', 'import { useLiveStatus } from \'../composables/use-live-status\'\nexport const a = useLiveStatus', 'src/stores/x.ts'],
    ['a component in a composable', 'import X from \'@/src/components/room-card.vue\'\nexport const a = X', 'src/composables/x.ts'],
    ['a page in a component', 'import { go } from \'@/src/pages/go\'\nexport const a = go', 'src/components/x.ts'],
    ['page hooks in a store', 'import { onShow } from \'@dcloudio/uni-app\'\nexport const a = onShow', 'src/stores/x.ts'],
    ['the server\'s code in the client', 'import { createLog } from \'@/server/log\'\nexport const a = createLog', 'src/platform/x.ts'],
    ['the client\'s stores in the server', 'import { useRoomsStore } from \'@/src/stores/rooms\'\nexport const a = useRoomsStore', 'server/x.ts'],
    ['uni outside the platform', 'export const a = () => uni.showToast({ title: \'\' })', 'src/composables/x.ts'],
    ['wx outside the platform', 'export const a = () => wx.login()', 'src/pages/x.ts'],
    ['requirePlugin outside the platform', 'export const a = () => requirePlugin(\'x\')', 'src/live/x.ts'],
    ['the real time in the domain', 'export const a = () => Date.now()', 'src/domain/x.ts'],
    ['a timer in a store', 'export const a = () => setTimeout(() => {}, 1)', 'src/stores/x.ts'],
  ])('refuse %s', async (_, code, file) => {
    expect(await complaintsAbout(code, file)).toHaveLength(1)
  })

  it.each([
    ['the domain in a store', 'import { isOnAir } from \'@/src/domain/live-status\'\nexport const a = isOnAir', 'src/stores/x.ts'],
    ['uni in the platform', 'export const a = () => uni.showToast({ title: \'\' })', 'src/platform/x.ts'],
    ['page hooks in a composable', 'import { onShow } from \'@dcloudio/uni-app\'\nexport const a = onShow', 'src/composables/x.ts'],
    ['the domain in the server', 'import { isOnAir } from \'@/src/domain/live-status\'\nexport const a = isOnAir', 'server/x.ts'],
    ['the server\'s types in the client', 'import type { RoomPageJson } from \'@/server/contract\'\nexport type A = RoomPageJson', 'src/platform/x.ts'],
  ])('allow %s', async (_, code, file) => {
    expect(await complaintsAbout(code, file)).toEqual([])
  })
})
