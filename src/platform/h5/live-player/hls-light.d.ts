// The light edition comes without types of its own; what it has, it has as the whole.
declare module 'hls.js/light' {
  export * from 'hls.js'
  export { default } from 'hls.js'
}
