import { describe, expect, it } from 'vitest'
import { outputOf, subPackageRootsOf, WECHAT_BUILDS } from './support/built'

const ATTRIBUTES = ['src', 'mode', 'autoplay', 'muted', 'orientation', 'object-fit', 'background-mute', 'min-cache', 'max-cache', 'sound-mode', 'auto-pause-if-navigate', 'auto-pause-if-open-native', 'picture-in-picture-mode', 'picture-in-picture-init-position', 'enable-auto-rotation', 'referrer-policy', 'enable-casting']
const EVENTS = ['statechange', 'fullscreenchange', 'netstatus', 'audiovolumenotify', 'enterpictureinpicture', 'leavepictureinpicture', 'castinguserselect', 'castingstatechange', 'castinginterrupt', 'error']
const WRAPPER = 'src/live/player/stream-player'

describe.each(WECHAT_BUILDS)('<live-player> in the %s build', (build) => {
  const output = () => outputOf(build)
  const tag = (): string => /<live-player[^>]*>/.exec(output().text(`${WRAPPER}.wxml`))?.[0] ?? ''

  it('keeps all its attributes as attributes and all its events as events of WeChat\'s own', () => {
    const names = [...tag().matchAll(/ ([a-z-]+)="/g)].map(([, name = '']) => name)
    expect(names.filter(name => !['id', 'class', 'aria-label'].includes(name))).toEqual([...ATTRIBUTES, ...EVENTS.map(name => `bind${name}`)])
    expect(tag(), 'a component of ours would get them in one bundle').not.toContain('u-p=')
    expect(output().json(`${WRAPPER}.json`).usingComponents ?? {}).toEqual({})
  })

  it('has an id by which WeChat finds it in its own component, and holds what lies over a full screen', () => {
    expect(tag()).toContain(' id="')
    expect(output().text(`${WRAPPER}.wxml`)).toMatch(/<live-player[^>]*><slot\/><\/live-player>/)
    expect(output().filesWith(/createLivePlayerContext\([^)]*\$scope/)).toEqual(['src/live/common.js'])
  })

  it('stands in the subpackage only, on one page, which uses it as a component', () => {
    expect(output().filesWith('<live-player').filter(file => file.endsWith('.wxml'))).toEqual([`${WRAPPER}.wxml`])
    expect(output().json('src/live/player/player.json').usingComponents).toMatchObject({ 'stream-player': './stream-player' })
    const main = output().files.filter(file => !subPackageRootsOf(output()).some(root => file.startsWith(`${root}/`)))
    expect(main.filter(file => /player/.test(file))).toEqual([])
  })

  it('comes without what only a browser needs', () => {
    expect(output().filesWith(/hls\.js|mpegts|MediaSource/)).toEqual([])
  })
})
