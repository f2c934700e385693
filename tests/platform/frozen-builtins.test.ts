// @vitest-environment node
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { build } from 'vite'
import { beforeAll, describe, expect, it } from 'vitest'
import { FREEZE } from '@/tests/support/freeze'

const root = join(import.meta.dirname, '../..')
let bundle = ''

// One script of the adapter and the simulated plugin under it, as a phone would run it: no import, no browser global.
beforeAll(async () => {
  const entry = '\0entry'
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: [{ find: /^@\//, replacement: `${root}/` }] },
    plugins: [{
      name: 'entry',
      resolveId: id => (id.endsWith('entry') ? entry : null),
      load: id => (id === entry
        ? `export { createLivePlugin } from '@/src/platform/wechat/live-plugin'
           export { createSimulatedPlugin } from '@/src/platform/simulated/simulated-plugin'`
        : null),
    }],
    build: { write: false, minify: false, target: 'es2020', lib: { entry: 'entry', formats: ['iife'], name: 'app' } },
  })
  const [result] = [built].flat()
  bundle = result && 'output' in result ? result.output[0].code : ''
}, 60_000)

async function runFrozen(script: string): Promise<unknown> {
  const context = createContext({})
  return JSON.parse(await runInContext(`'use strict';${FREEZE}${bundle}
    const timers = []
    const clock = { now: () => 0, setTimer: callback => timers.push(callback), clearTimer: () => {} }
    const client = () => ({ clientVersion: '8.0.54', baseLibraryVersion: '3.7.3' })
    const world = {
      openid: 'visitor-2',
      liveStatusOf: async () => 101,
      enterScene: () => 1047,
      shareEntry: () => ({ scene: 1047, roomId: 7, openid: 'visitor-2', shareOpenid: 'visitor-1', customParams: { constructor: 1, toString: 2, pid: 3 } }),
      isSubscribed: () => true,
    };
    (async () => JSON.stringify(await (async () => { ${script} })()))()`, context) as string)
}

describe('with the built-ins frozen, as the plugin leaves them on a phone', () => {
  it('would notice a patch', async () => {
    await expect(runFrozen('Array.prototype.last = 1')).rejects.toThrow(/last/)
  })

  it('asks and understands the plugin', async () => {
    await expect(runFrozen(`
      const plugin = app.createSimulatedPlugin(world, clock)
      const livePlugin = app.createLivePlugin({ load: () => plugin, client, clock })
      return [await livePlugin.getLiveStatus(7), await livePlugin.getSubscribeStatus(7), await livePlugin.getOpenid(7), await livePlugin.getShareParams()]
    `)).resolves.toEqual([
      101,
      { roomId: 7, openid: 'visitor-2', isSubscribed: true },
      'visitor-2',
      { roomId: 7, openid: 'visitor-2', shareOpenid: '', customParams: { pid: 3 } },
    ])
  })

  it('tells every failure apart', async () => {
    await expect(runFrozen(`
      const kindOf = async (load, versions = client) => app.createLivePlugin({ load, client: versions, clock }).getOpenid(7).catch(error => error.kind)
      const rejecting = reason => () => ({ getOpenid: () => Promise.reject(reason) })
      const hanging = kindOf(() => ({ getOpenid: () => new Promise(() => {}) }))
      await Promise.resolve()
      const kinds = [
        await kindOf(() => { throw new Error('no plugin') }),
        await kindOf(() => ({})),
        await kindOf(() => ({ getOpenid: () => ({}) })),
        await kindOf(rejecting(new Error('只能从分享卡片进入'))),
        await kindOf(rejecting({ errCode: 100002, errMsg: 'operateWXData:fail' })),
        await kindOf(rejecting(Object.freeze({ toString: 1, constructor: 2, message: 'x' }))),
        await kindOf(() => ({}), () => ({ clientVersion: '7.0.6', baseLibraryVersion: '2.8.3' })),
      ]
      for (const timer of timers) timer()
      return [...kinds, await hanging]
    `)).resolves.toEqual([
      'plugin-missing',
      'plugin-function-missing',
      'plugin-answer-invalid',
      'not-a-share-scene',
      'plugin-rejected',
      'plugin-rejected',
      'client-too-old',
      'plugin-timeout',
    ])
  })
})
