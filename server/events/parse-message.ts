import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { objectOf } from '@/src/domain/untrusted'

/** A message's fields, not yet parsed. */
export type MessageFields = Readonly<Record<string, unknown>>

// Everything stays text, and nothing is looked up or expanded: no entity, no attribute.
const parser = new XMLParser({ processEntities: false, ignoreAttributes: true, parseTagValue: false, ignoreDeclaration: true, ignorePiTags: true })

// WeChat sends none. Who declares entities is somebody else.
const DOCTYPE = /<!DOCTYPE/i

/**
 * Reads a pushed message in either format that the MP console offers, XML or JSON, whatever its content type says.
 * @returns null for what is neither. Never throws
 */
export function parseMessage(text: string): MessageFields | null {
  try {
    return text.trimStart().startsWith('<') ? parseXml(text) : objectOf(JSON.parse(text))
  }
  catch {
    return null
  }
}

const ENCRYPTED = /<Encrypt>(?:<!\[CDATA\[([^\]]+)\]\]>|([^<]+))<\/Encrypt>/

/**
 * What is encrypted in a message, found without reading the rest: nobody has signed that, and reading XML costs far more
 * than sending it.
 * @returns null when nothing is. Never throws
 */
export function encryptedPartOf(text: string): string | null {
  if (text.trimStart().startsWith('<')) {
    const [, quoted, plain] = ENCRYPTED.exec(text) ?? []
    return quoted ?? plain ?? null
  }
  const encrypted = parseMessage(text)?.Encrypt
  return typeof encrypted === 'string' ? encrypted : null
}

function parseXml(text: string): MessageFields | null {
  if (DOCTYPE.test(text) || XMLValidator.validate(text) !== true)
    return null
  const document = objectOf(parser.parse(text))
  return objectOf(document?.xml)
}
