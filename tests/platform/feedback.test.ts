import { describe, expect, it, vi } from 'vitest'
import { confirm, copyText, setPageTitle, showToast, stopPullDownRefresh } from '@/src/platform/feedback'

interface Callbacks { success: (answer?: object) => void, fail: (failure: object) => void }

const QUESTION = { title: '微信版本过低', content: '请升级微信', confirmText: '升级微信' }

describe('asking the user', () => {
  it.each([true, false])('gives the answer %s', async (isConfirmed) => {
    const showModal = vi.fn(({ success }: Callbacks) => success({ confirm: isConfirmed, cancel: !isConfirmed }))
    vi.stubGlobal('uni', { showModal })
    await expect(confirm({ ...QUESTION, cancelText: '暂不' })).resolves.toBe(isConfirmed)
    expect(showModal.mock.calls).toMatchObject([[{ ...QUESTION, cancelText: '暂不' }]])
  })

  it('shows one button where there is nothing to decline', async () => {
    const showModal = vi.fn(({ success }: Callbacks) => success({ confirm: true }))
    vi.stubGlobal('uni', { showModal })
    await confirm(QUESTION)
    expect(showModal.mock.calls).toMatchObject([[{ showCancel: false }]])
  })

  it('takes a question that could not be shown for declined', async () => {
    vi.stubGlobal('uni', { showModal: ({ fail }: Callbacks) => fail({ errMsg: 'showModal:fail' }) })
    await expect(confirm(QUESTION)).resolves.toBe(false)
  })
})

describe('telling the user', () => {
  it('shows text without an icon, so that more of it fits', () => {
    const uni = { showToast: vi.fn(), setNavigationBarTitle: vi.fn(), stopPullDownRefresh: vi.fn() }
    vi.stubGlobal('uni', uni)
    showToast('已订阅')
    setPageTitle('周三新品')
    stopPullDownRefresh()
    expect(uni.showToast.mock.calls).toMatchObject([[{ title: '已订阅', icon: 'none' }]])
    expect(uni.setNavigationBarTitle.mock.calls).toMatchObject([[{ title: '周三新品' }]])
    expect(uni.stopPullDownRefresh).toHaveBeenCalledTimes(1)
  })

  it('does not mind a page that is gone', () => {
    const refuse = ({ fail }: Callbacks) => fail({ errMsg: 'fail' })
    vi.stubGlobal('uni', { showToast: refuse, setNavigationBarTitle: refuse })
    expect(() => {
      showToast('已订阅')
      setPageTitle('周三新品')
    }).not.toThrow()
  })
})

describe('copying', () => {
  it.each([['success', true], ['fail', false]] as const)('tells of %s', async (outcome, isCopied) => {
    const setClipboardData = vi.fn((callbacks: Callbacks) => callbacks[outcome]({}))
    vi.stubGlobal('uni', { setClipboardData })
    await expect(copyText('1001')).resolves.toBe(isCopied)
    expect(setClipboardData.mock.calls).toMatchObject([[{ data: '1001' }]])
  })
})
