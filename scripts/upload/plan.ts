/** What somebody wants to upload. */
export interface UploadWish {
  readonly appId: string
  /** The build's name, e.g. `mp-weixin`. */
  readonly build: string
  /** The built output's folder. */
  readonly folder: string
  /** What WeChat shows as the version, e.g. `1.2.0`. */
  readonly version: string
  /** What WeChat shows beside it. */
  readonly description: string
  /** Path of the upload key. */
  readonly keyFile: string
  /** Under which of WeChat's thirty robots it appears, 1–30. */
  readonly robot: string
  /** A QR code for a phone of the team, in place of an upload. */
  readonly isPreview: boolean
}

/** One program to run; the next one runs when it ends well. */
export interface UploadStep {
  readonly what: string
  readonly program: 'node' | 'npm'
  readonly args: readonly string[]
}

/**
 * WeChat's own uploader. It is 275 MB in 1,086 packages, so it is fetched into npm's cache when it is needed and is no
 * dependency. Pinned, because it is given a key; none of its packages needs to run a script when it is installed.
 * https://developers.weixin.qq.com/miniprogram/dev/devtools/ci.html
 */
export const UPLOADER = 'miniprogram-ci@2.1.42'

const VERSION = /^\d+\.\d+\.\d+(?:[-.][\w.-]+)?$/
const ROBOTS = 30

/** What is wrong with a wish, a sentence each; none when it can be carried out. */
export function problemsOf({ appId, version, robot }: Pick<UploadWish, 'appId' | 'version' | 'robot'>): string[] {
  const number = Number(robot)
  return [
    ...(appId === '' ? ['manifest.json has no appid: npm run init -- --appid wx…'] : []),
    ...(VERSION.test(version) ? [] : [`--version is “${version}”, and has to look like 1.2.0.`]),
    ...(Number.isInteger(number) && number >= 1 && number <= ROBOTS ? [] : [`--robot is “${robot}”; WeChat has robots 1 to ${ROBOTS}.`]),
  ]
}

/** The way from the sources to WeChat. */
export function planUpload({ appId, build, folder, version, description, keyFile, robot, isPreview }: UploadWish): UploadStep[] {
  const common = ['--pp', folder, '--pkp', keyFile, '--appid', appId, '--uv', version, '-r', robot, '--use-project-config', 'true', ...(description === '' ? [] : ['--ud', description])]
  return [
    { what: `Building ${build}`, program: 'node', args: ['scripts/uni.mjs', 'build', build] },
    { what: 'Looking at what was built', program: 'npm', args: ['run', '--silent', 'doctor', '--', folder] },
    {
      what: isPreview ? 'Asking WeChat for a preview' : 'Uploading',
      program: 'npm',
      args: ['exec', '--yes', '--ignore-scripts', `--package=${UPLOADER}`, '--', 'miniprogram-ci', isPreview ? 'preview' : 'upload', ...common, ...(isPreview ? ['--qrcode-format', 'terminal'] : [])],
    },
  ]
}
