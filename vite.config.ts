import type { Plugin } from 'vite'
import process from 'node:process'
import uni from '@dcloudio/vite-plugin-uni'
import { defineConfig } from 'vite'
import { browserNames } from './scripts/browser-names'
import { fileByPackage, noMarks, shortNames } from './scripts/small-output'

const isBrowser = process.env.UNI_PLATFORM === 'h5'

// uni-app's stylesheet preloads a shadow picture from its maker's server on every page; ours casts no shadow.
const noForeignPictures: Plugin = {
  name: 'no-foreign-pictures',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === 'asset' && file.fileName.endsWith('.css'))
        file.source = String(file.source).replace(/url\("?https:\/\/cdn\.dcloud\.net\.cn[^)]*\)/g, 'none')
    }
  },
}

// A published mini-program without a gateway shows customers an apology and nothing else.
const gatewayReminder: Plugin = {
  name: 'gateway-reminder',
  configResolved({ env, logger, mode }) {
    if (!isBrowser && mode === 'production' && !env.VITE_GATEWAY_URL)
      logger.warn('VITE_GATEWAY_URL is not set, so this build will not find its gateway. Put VITE_GATEWAY_URL=https://… into .env.production (see .env.example).')
  },
}

export default defineConfig({
  // The first time over finds what the second can fold.
  build: { terserOptions: { compress: { passes: 3 } } },
  plugins: [...(isBrowser ? [browserNames, noForeignPictures] : [gatewayReminder, noMarks, shortNames, fileByPackage]), uni()],
  server: {
    // `npm run gateway` beside `npm run dev:h5`.
    proxy: { '^/(v1|simulator)/': 'http://127.0.0.1:8787' },
  },
})
