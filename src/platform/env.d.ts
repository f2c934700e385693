interface ImportMetaEnv {
  /** Where the gateway is, e.g. `https://live.example.com`. */
  readonly VITE_GATEWAY_URL?: string
}
