import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entranceOf, isChannelsScene, isMessageScene, isReturnScene, isShareScene, parseEnterOptions } from '@/src/domain/scene'

describe('share scenes', () => {
  it('are the twelve in which WeChat answers getShareParams', () => {
    const scenes = Array.from({ length: 2000 }, (_, scene) => scene).filter(isShareScene)
    expect(scenes).toEqual([1007, 1008, 1014, 1044, 1045, 1046, 1047, 1048, 1049, 1073, 1154, 1155])
  })

  it.each([1001, 1074, 1107, 0, Number.NaN])('do not include %s', (scene) => {
    expect(isShareScene(scene)).toBe(false)
  })
})

it('messages are two scenes, of which one is a share scene', () => {
  const scenes = Array.from({ length: 2000 }, (_, scene) => scene).filter(isMessageScene)
  expect(scenes).toEqual([1014, 1107])
  expect(scenes.filter(isShareScene)).toEqual([1014])
})

it('the scenes of Channels are four, and others than those that the plugin answers in', () => {
  const scenes = Array.from({ length: 2000 }, (_, scene) => scene).filter(isChannelsScene)
  expect(scenes).toEqual([1177, 1184, 1195, 1208])
  expect(scenes.filter(scene => isShareScene(scene) || isMessageScene(scene))).toEqual([])
})

it('nothing that somebody shared is taken for a mere return', () => {
  const scenes = Array.from({ length: 2000 }, (_, scene) => scene).filter(isReturnScene)
  expect(scenes).toEqual([1001, 1022, 1023, 1038, 1089, 1090, 1103, 1104, 1131])
  expect(scenes.filter(scene => isShareScene(scene) || isMessageScene(scene) || isChannelsScene(scene))).toEqual([])
})

describe('the entrances that WeChat\'s statistics tell apart', () => {
  const scenesOf = (entrance: string) => Array.from({ length: 2000 }, (_, scene) => scene).filter(scene => entranceOf(scene) === entrance)

  it('are codes of either kind, scanned, pressed long or picked from the album', () => {
    expect(scenesOf('qr-code')).toEqual([1011, 1012, 1013, 1047, 1048, 1049])
  })

  it('are articles of an Official Account, and no card in its conversation', () => {
    expect(scenesOf('article')).toEqual([1058])
    expect(entranceOf(1074)).toBeNull()
  })
})

describe('parseEnterOptions', () => {
  it('reads what App.onShow is told', () => {
    const options = { path: 'src/live/room/room', query: { room_id: '12', from: '%E7%BE%A4' }, scene: 1044, shareTicket: 'ticket', referrerInfo: {} }
    expect(parseEnterOptions(options)).toEqual({ path: 'src/live/room/room', query: { room_id: '12', from: '%E7%BE%A4' }, scene: 1044, shareTicket: 'ticket' })
  })

  it.each([undefined, null, '', 1044, [], {}, { path: 1, query: null, scene: '1044', shareTicket: '' }, { query: [], scene: -1 }, { scene: Number.NaN }])('has safe defaults for %j', (input) => {
    expect(parseEnterOptions(input)).toEqual({ path: '', query: {}, scene: 0 })
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.anything(), fc.record({ path: fc.anything(), query: fc.anything(), scene: fc.anything() })), (input) => {
      const { path, query, scene } = parseEnterOptions(input)
      expect(typeof path).toBe('string')
      expect(Number.isSafeInteger(scene)).toBe(true)
      expect(Object.values(query).every(value => typeof value === 'string')).toBe(true)
    }))
  })
})
