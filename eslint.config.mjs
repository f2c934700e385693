import antfu from '@antfu/eslint-config'

// The floors of the house, top first. A file may import from its own floor and from those below it.
const FLOORS = ['pages', 'components', 'composables', 'stores', 'platform', 'domain']

// The subpackage's pages stand on the top floor; WeChat wants them in a folder of their own.
const folderOf = floor => (floor === 'pages' ? ['src/pages', 'src/live', 'src/preview'] : [`src/${floor}`])

const noServer = { regex: '(^|/)server/', allowTypeImports: true, message: 'The client takes types only from the server\'s contract.' }

const floorRules = FLOORS.map((floor, index) => ({
  name: `architecture/${floor}`,
  files: folderOf(floor).map(folder => `${folder}/**/*.{ts,vue}`),
  rules: {
    'ts/no-restricted-imports': ['error', {
      patterns: [
        noServer,
        ...FLOORS.slice(0, index).flatMap(folderOf).map(folder => ({
          regex: `(^|/)${folder.replace('src/', '')}/`,
          message: `${floor}/ is below ${folder}: imports run downward only.`,
        })),
        ...(floor === 'domain' || floor === 'stores' || floor === 'platform'
          ? [{ regex: '^@dcloudio/', message: 'Page hooks belong to pages, composables and App.vue.' }]
          : []),
        ...(floor === 'domain' ? [{ regex: '^(vue|pinia)$', message: 'domain/ is pure TypeScript.' }] : []),
      ],
    }],
  },
}))

const PLATFORM_GLOBALS = ['uni', 'wx', 'requirePlugin'].map(name => ({
  name,
  message: 'Only src/platform/ talks to the platform; ask it through an interface of src/domain/.',
}))

const TIME_GLOBALS = ['setTimeout', 'setInterval', 'Date'].map(name => ({ name, message: 'Time comes in through a Clock (src/domain/clock.ts).' }))

export default antfu(
  {
    type: 'app',
    vue: true,
    typescript: true,
    markdown: false,
    ignores: ['dist', 'unpackage', 'artifacts', '**/*.md', 'pages.json', 'manifest.json'],
    stylistic: { indent: 2, quotes: 'single' },
  },
  {
    name: 'architecture/platform-globals',
    files: ['src/**/*.{ts,vue}', '*.ts', 'App.vue'],
    ignores: ['src/platform/**'],
    rules: { 'no-restricted-globals': ['error', ...PLATFORM_GLOBALS] },
  },
  {
    name: 'architecture/domain-time',
    files: ['src/domain/**/*.ts', 'src/stores/**/*.ts'],
    ignores: ['src/domain/clock.ts'],
    rules: { 'no-restricted-globals': ['error', ...PLATFORM_GLOBALS, ...TIME_GLOBALS] },
  },
  ...floorRules,
  {
    name: 'architecture/server',
    files: ['server/**/*.ts'],
    rules: {
      'ts/no-restricted-imports': ['error', {
        patterns: [{ regex: '(^|/)src/(?!domain/)', message: 'server/ may import src/domain only.' }],
      }],
    },
  },
)
