import { describe, expect, it } from 'vitest'
import { outputOf, subPackageRootsOf, WECHAT_BUILDS } from './support/built'

describe.each(WECHAT_BUILDS)('the %s build', (build) => {
  const output = () => outputOf(build)
  const scripts = () => output().files.filter(file => file.endsWith('.js'))

  it('has its own modules in one file a package, beside one for each page and component', () => {
    const shared = scripts().filter(file => !output().files.includes(file.replace(/js$/, 'wxml')))
    expect(shared).toEqual(['app.js', 'common/app.js', 'common/vendor.js', ...subPackageRootsOf(output()).map(root => `${root}/common.js`)])
  })

  it('downloads what one subpackage alone uses with that subpackage', () => {
    expect(output().filesWith(/正在重新连接|session-over/).filter(file => file.endsWith('.js'))).toEqual(['src/live/common.js'])
    expect(output().filesWith('复制全部')).toEqual(['src/pages/diagnostics/common.js'])
  })

  it('asks for no file of a subpackage from another package, which WeChat may not have downloaded', () => {
    const packageOf = (file: string) => subPackageRootsOf(output()).find(root => file.startsWith(`${root}/`)) ?? ''
    const requires = scripts().flatMap(file => [...output().text(file).matchAll(/require\("(\.[^"]+)"\)/g)].map(([, path = '']) => [file, new URL(path, `file:///${file}`).pathname.slice(1)] as const))
    expect(requires.length).toBeGreaterThan(20)
    expect(requires.filter(([file, required]) => !['', packageOf(file)].includes(packageOf(required)))).toEqual([])
  })

  it('calls style scopes and tokens by short names, the same in every file', () => {
    expect(output().filesWith(/data-v-|--color-|--space-/)).toEqual([])
    const declared = new Set([...output().text('app.wxss').matchAll(/(--[\w-]+):/g)].map(([, name]) => name))
    // WeChat's compiler and the page itself declare the others.
    const used = output().files.filter(file => file.endsWith('.wxss')).flatMap(file => [...output().text(file).matchAll(/var\((--[\w-]+)/g)].map(([, name = '']) => name))
    expect([...new Set(used)].filter(name => !declared.has(name) && !['--text-scale', '--window-top'].includes(name))).toEqual([])
  })

  it('carries nothing that only the compiler reads', () => {
    expect(output().filesWith(/__name:|Math\|\||\(\)=>"[./\w-]+\.js"/)).toEqual([])
  })

  it('has JSON without spaces', () => {
    // The compiler copies the theme as it is.
    for (const file of output().files.filter(name => name.endsWith('.json') && name !== 'theme.json')) expect(output().text(file), file).toBe(JSON.stringify(output().json(file)))
  })

  it('says of a component which others it uses, if it does, and of a page in any case', () => {
    const said = output().files.filter(name => name.startsWith('src/') && name.endsWith('.json')).map(file => output().json(file) as { component?: boolean, usingComponents?: object })
    const [components, pages] = [said.filter(({ component }) => component), said.filter(({ component }) => !component)]
    expect(components.filter(({ usingComponents }) => usingComponents && Object.keys(usingComponents).length === 0)).toEqual([])
    expect(components.filter(({ usingComponents }) => usingComponents).length).toBeGreaterThan(3)
    expect(pages.every(({ usingComponents }) => usingComponents)).toBe(true)
  })
})
