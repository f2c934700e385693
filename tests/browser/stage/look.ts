// What is asked of the browser itself: each of these runs in the page, and knows nothing of this file.

/** Whether every answer and picture has come, and nothing is still on its way to its place. */
export function isAtRest(): boolean {
  const isMoving = (animation: Animation): boolean => animation.playState === 'running' && animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY
  return window.stage.inFlight() === 0 && !document.getAnimations().some(isMoving)
}

/** What colour the mini-program has at this height of the screen, at its left edge; empty where it does not reach. */
export function groundAt(y: number): string {
  for (let element = document.elementFromPoint(1, y); element?.closest('[data-route]'); element = element.parentElement) {
    const { backgroundColor } = getComputedStyle(element)
    if (backgroundColor !== 'rgba(0, 0, 0, 0)')
      return backgroundColor
  }
  return ''
}

/** How many colours are seen in the upper middle of a picture, where no words lie on it. @param asked the picture's selector, and the screen as a PNG in base64 */
export async function coloursOf({ picture, image }: { picture: string, image: string }): Promise<number> {
  const box = document.querySelector(picture)?.getBoundingClientRect()
  if (!box || box.width < 1 || box.height < 1)
    return 0
  const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(image), char => char.charCodeAt(0))]))
  const scale = bitmap.width / innerWidth
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  const context = canvas.getContext('2d')
  context?.drawImage(bitmap, 0, 0)
  const pixels = context?.getImageData(box.x * scale, (box.y + box.height / 5) * scale, box.width * scale, box.height / 4 * scale).data ?? []
  const colours = new Set<number>()
  for (let at = 0; at < pixels.length; at += 4)
    colours.add((pixels[at]! << 16) | (pixels[at + 1]! << 8) | pixels[at + 2]!)
  return colours.size
}
