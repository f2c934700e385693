import type { Stream } from '@/src/domain/stream'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseStreamId } from '@/src/domain/stream'
import { fieldsOf, objectOf } from '@/src/domain/untrusted'
import { ORIENTATIONS } from '../contract/own-media'

/** What can be used of a setting, and what is wrong with the rest; each problem names the setting. */
export interface Reading<T> {
  readonly items: readonly T[]
  readonly problems: readonly string[]
}

const MAX_TITLE_CHARS = 100
const MAX_URL_CHARS = 2048
const FIELDS = ['id', 'title', 'liveUrl', 'hlsUrl', 'coverUrl', 'orientation']
const EXAMPLE = 'STREAMS=[{"id":"tea","title":"…","liveUrl":"https://…/tea.flv","hlsUrl":"https://…/tea.m3u8"}]'

/** Reads `STREAMS`: JSON when it begins with `[`, else the path of a JSON file. */
export function readStreams(setting: string): Reading<Stream> {
  const list = listIn(setting)
  if (typeof list === 'string')
    return { items: [], problems: [list] }
  const streams = list.map(toStream)
  const ids = streams.map(({ id }) => id)
  const problems = list.flatMap((entry, index) => {
    const isTwice = ids[index] !== '' && ids.indexOf(ids[index] ?? '') < index
    return [...problemsOf(entry), ...(isTwice ? ['has an id that an entry before it has'] : [])]
      .map(problem => `STREAMS: entry ${index + 1}${ids[index] ? ` (${ids[index]})` : ''} ${problem}`)
  })
  return { items: problems.length > 0 ? [] : streams, problems }
}

function listIn(setting: string): readonly unknown[] | string {
  const isText = setting.startsWith('[')
  try {
    const list: unknown = JSON.parse(isText ? setting : readFileSync(setting, 'utf8').replace(/^\uFEFF/, ''))
    return Array.isArray(list) ? list : `STREAMS: the file ${resolve(setting)} must hold a list, for example ${EXAMPLE.replace('STREAMS=', '')}`
  }
  catch (thrown) {
    if (isText)
      return `STREAMS begins with "[" but is not JSON; for example ${EXAMPLE}`
    return thrown instanceof SyntaxError
      ? `STREAMS: the file ${resolve(setting)} is not JSON`
      : `STREAMS must be JSON that begins with "[", or the path of a JSON file that can be read, but ${resolve(setting)} cannot; for example ${EXAMPLE}`
  }
}

function toStream(entry: unknown): Stream {
  const text = (name: string): string => {
    const value = fieldsOf(entry)[name]
    return typeof value === 'string' ? value : ''
  }
  return {
    id: parseStreamId(text('id')) ?? '',
    title: text('title'),
    liveUrl: text('liveUrl'),
    hlsUrl: text('hlsUrl'),
    coverUrl: text('coverUrl'),
    orientation: ORIENTATIONS.find(known => known === text('orientation')) ?? 'vertical',
  }
}

function problemsOf(entry: unknown): readonly string[] {
  const fields = objectOf(entry)
  if (!fields)
    return ['must be an object, with an id, a title and an address']
  const { id, title, liveUrl = '', hlsUrl = '', coverUrl = '', orientation = 'vertical' } = fields
  const unknown = Object.keys(fields).filter(name => !FIELDS.includes(name))
  return [
    [parseStreamId(id) !== null, 'must have an "id" of 1 to 64 letters, digits, - and _'],
    [typeof title === 'string' && title.trim() !== '' && title.length <= MAX_TITLE_CHARS, `must have a "title" of 1 to ${MAX_TITLE_CHARS} characters`],
    [liveUrl === '' || isAddress(liveUrl, ['http:', 'https:', 'rtmp:']), 'must have a "liveUrl" that begins with https://, http:// or rtmp:// (FLV or RTMP), or none'],
    [hlsUrl === '' || isAddress(hlsUrl, ['http:', 'https:']), 'must have an "hlsUrl" that begins with https:// or http://, or none'],
    [coverUrl === '' || isAddress(coverUrl, ['http:', 'https:']), 'must have a "coverUrl" that begins with https:// or http://, or none'],
    [liveUrl !== '' || hlsUrl !== '', 'has nothing to play: it needs a "liveUrl" (for WeChat), an "hlsUrl" (for browsers), or both'],
    [orientation === 'vertical' || orientation === 'horizontal', `must have an "orientation" of ${ORIENTATIONS.join(' or ')}`],
    [unknown.length === 0, `has fields that mean nothing here: ${unknown.join(', ')}; there are ${FIELDS.join(', ')}`],
  ].flatMap(([isGood, problem]) => isGood === true ? [] : [String(problem)])
}

function isAddress(value: unknown, protocols: readonly string[]): boolean {
  return typeof value === 'string' && value.length <= MAX_URL_CHARS && !/\s/.test(value) && /^[a-z]+:\/\/[^/]/i.test(value) && URL.canParse(value) && protocols.includes(new URL(value).protocol)
}
