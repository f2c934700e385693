import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { gitFilesOf } from '../doctor/git'

const PRIVATE_KEY = /^-----BEGIN (?:RSA )?PRIVATE KEY-----/

/**
 * What is wrong with an upload key, in a sentence; null when it can be used. The key itself is never repeated.
 * @param root the project: a key in it has to be out of git's reach
 */
export function problemOfKey(root: string, keyFile: string): string | null {
  if (keyFile === '')
    return 'Where is the upload key? --key <file>, or WEIXIN_UPLOAD_KEY. It comes from the MP console: 开发管理 → 开发设置 → 小程序代码上传.'
  const path = resolve(root, keyFile)
  if (!existsSync(path))
    return `There is no upload key at ${keyFile}.`
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  }
  catch {
    return `The upload key at ${keyFile} cannot be read.`
  }
  if (!PRIVATE_KEY.test(text.trim()))
    return `${keyFile} is no upload key: one begins with “-----BEGIN RSA PRIVATE KEY-----”.`
  if (isWithin(root, path) && isTakenByGit(root, path))
    return `${keyFile} is where git would take it along. Keep the key outside of the project, or under its own name private.wx….key, which .gitignore has.`
  return null
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return !way.startsWith('..') && !isAbsolute(way)
}

// Without git, nothing can take the key along.
function isTakenByGit(root: string, path: string): boolean {
  const files = gitFilesOf(root)
  const name = relative(root, path).split(sep).join('/')
  return files !== null && (files.tracked.has(name) || files.untracked.has(name))
}
