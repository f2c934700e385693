import type { RoomEntry } from './room-entry-url'

/** The way into a room: WeChat's own room page, or the simulated one in a browser. */
export interface RoomEntrance {
  /**
   * The room's address for a `<navigator>`.
   * @throws a `LiveError`: `invalid-room-id`, `custom-params-too-long`, `custom-params-not-json`, or `plugin-missing` in
   * a build that has no plugin
   */
  urlOf: (entry: RoomEntry) => string
  /**
   * Opens the room on top of the current page. Rejects with what {@link RoomEntrance.urlOf} throws, with
   * `client-too-old`, or with `navigation-failed`.
   */
  open: (entry: RoomEntry) => Promise<void>
}
