import { expect, it } from 'vitest'
import { pendantAttributes } from '@/src/domain/pendant-attributes'
import { thrownBy } from './support/thrown-by'

it('a single page says nothing of products', () => {
  expect(pendantAttributes({ from: 'home' }, true)).toEqual({
    type: 0,
    customParams: '%7B%22from%22%3A%22home%22%7D',
    closePictureInPictureMode: 0,
    url: '',
    goodsKey: [],
  })
})

it('a regular page names itself and the keys of its product; whoever switched the small window off gets none', () => {
  expect(pendantAttributes({}, false, { url: 'src/pages/goods/goods', goodsKey: ['goods_id'] })).toEqual({
    type: 0,
    customParams: '',
    closePictureInPictureMode: 1,
    url: 'src/pages/goods/goods',
    goodsKey: ['goods_id'],
  })
})

it('parameters that WeChat would cut are refused', () => {
  expect(thrownBy(() => pendantAttributes({ pid: 'x'.repeat(600) }, true))).toMatchObject({ kind: 'custom-params-too-long' })
})
