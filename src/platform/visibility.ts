import type { ComponentPublicInstance } from 'vue'
import { parseRoomId } from '@/src/domain/room'
import { fieldsOf } from '@/src/domain/untrusted'

/**
 * Tells which rooms of a list are on the screen. Watches the elements that match now: call it again when the list has
 * changed.
 * @param instance the component that draws the list (`getCurrentInstance()?.proxy`)
 * @param selector matches elements that carry `data-room-id`
 * @param onChange gets the ids of all rooms in view, whenever they change
 * @returns a function that ends it
 */
export function watchVisibleItems(
  instance: ComponentPublicInstance,
  selector: string,
  onChange: (visibleRoomIds: number[]) => void,
): () => void {
  const visible = new Set<number>()
  let isWatching = true
  const observer = createObserver(instance)

  observer.relativeToViewport().observe(selector, (result) => {
    const roomId = roomIdOf(result)
    const isVisible = result.intersectionRatio > 0
    // WeChat may deliver what was under way when the watching ended.
    if (!isWatching || roomId === null || isVisible === visible.has(roomId))
      return
    if (isVisible)
      visible.add(roomId)
    else visible.delete(roomId)
    onChange([...visible])
  })

  return () => {
    isWatching = false
    observer.disconnect()
  }
}

// In a mini-program uni.createIntersectionObserver copies the component it is given, and WeChat then looks in the page
// instead; uni puts WeChat's own method, which knows its component, on the instance.
function createObserver(instance: ComponentPublicInstance): UniApp.IntersectionObserver {
  const options = { observeAll: true, thresholds: [0] }
  const own: unknown = Reflect.get(instance, 'createIntersectionObserver')
  return typeof own === 'function' ? Reflect.apply(own, instance, [options]) : uni.createIntersectionObserver(instance, options)
}

// The typings leave the data-* attributes out.
function roomIdOf(result: object): number | null {
  return parseRoomId(fieldsOf(fieldsOf(result).dataset).roomId)
}
