import type { InitAnswers } from './answers'

/** What to do after this, in the order of doing. */
export function nextSteps({ appId, build, gatewayUrl }: InitAnswers): string[] {
  const steps = [
    `npm run dev:${build}, then WeChat DevTools: 导入 dist/dev/${build}`,
    ...(appId === '' ? ['No appid was given: DevTools opens the project as a visitor, and may not load the live plugin.'] : []),
    gatewayUrl === ''
      ? 'Give published builds their gateway: npm run init -- --gateway https://…'
      : `MP console, 开发管理 → 开发设置 → 服务器域名: enter ${gatewayUrl} as a request domain (request合法域名)`,
    'The gateway wants WECHAT_APP_ID and WECHAT_APP_SECRET (.env.example says what else); the secret belongs on the server only.',
    `npm run doctor, then npm run upload, or DevTools: npm run build:${build}, 导入 dist/build/${build}, 上传`,
  ]
  return ['Next:', ...steps.map((step, i) => `  ${i + 1}. ${step}`), '']
}
