/** Pauses what plays on a page that goes out of sight: a browser would play on under the next page. WeChat pauses by itself. */
export function pauseVideos(): void {
  // #ifdef H5
  document.querySelectorAll('video').forEach(video => video.pause())
  // #endif
}
