/** Shows a short message that goes by itself. */
export function showToast(title: string): void {
  uni.showToast({ title, icon: 'none', fail: () => {} })
}

/** What a question to the user says. */
export interface Question {
  readonly title: string
  readonly content: string
  /** WeChat shows at most four characters. */
  readonly confirmText: string
  /** WeChat shows at most four characters. Without it there is one button. */
  readonly cancelText?: string
}

/** Asks the user; true when confirmed. A question that could not be shown counts as declined. */
export function confirm({ title, content, confirmText, cancelText }: Question): Promise<boolean> {
  return new Promise((resolve) => {
    uni.showModal({
      title,
      content,
      confirmText,
      ...(cancelText === undefined ? { showCancel: false } : { cancelText }),
      success: answer => resolve(answer.confirm),
      fail: () => resolve(false),
    })
  })
}

/** Ends the pull-down animation of the current page. */
export function stopPullDownRefresh(): void {
  uni.stopPullDownRefresh()
}

/** Names the current page. */
export function setPageTitle(title: string): void {
  // Fails when the page is already gone, which is no loss.
  uni.setNavigationBarTitle({ title, fail: () => {} })
}

/** Copies text; WeChat tells the user itself. @returns whether it was copied */
export function copyText(text: string): Promise<boolean> {
  return new Promise((resolve) => {
    uni.setClipboardData({ data: text, success: () => resolve(true), fail: () => resolve(false) })
  })
}

/** Shows a picture over the whole screen; a long press there offers to keep it. */
export function previewPicture(url: string): void {
  uni.previewImage({ urls: [url], fail: () => {} })
}
