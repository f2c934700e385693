import { createPinia } from 'pinia'
import { createSSRApp } from 'vue'
import { installPlatform } from '@/src/platform/install'
import App from './App.vue'

export function createApp() {
  const app = createSSRApp(App)
  app.use(createPinia())
  installPlatform(app)
  return { app }
}
