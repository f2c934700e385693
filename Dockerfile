# The gateway as an image: docker build -t weixin-live-gateway .
# The mini-program itself is not in it: that is published from WeChat DevTools.
FROM node:20-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# By the lock file first, then without what only the app needs.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
 && npm uninstall --omit=dev --ignore-scripts --no-audit --no-fund \
    @dcloudio/uni-app @dcloudio/uni-components @dcloudio/uni-h5 @dcloudio/uni-mp-weixin hls.js mpegts.js pinia vue

FROM node:20-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8787 DATABASE_FILE=/data/weixin-live.db
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json tsconfig.json ./
COPY server server
COPY src/domain src/domain
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8787
HEALTHCHECK --interval=30s --timeout=3s --start-period=15s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(answer => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Without npm in between, so that SIGTERM reaches the gateway itself.
CMD ["node", "--import", "tsx", "server/main.ts"]
