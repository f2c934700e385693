/** What `action` throws; undefined when it does not. Our errors are plain objects, which `toThrow` cannot compare. */
export function thrownBy(action: () => unknown): unknown {
  try {
    action()
  }
  catch (thrown) {
    return thrown
  }
}
