// PostgreSQL has no NUL in its texts and would refuse the whole statement; of half an emoji UTF-8 can make nothing.
const UNSTORABLE = /[\0\p{Surrogate}]/gu

/** Text from outside as both databases can hold it: what they cannot becomes U+FFFD. */
export function storableText(text: string): string {
  return text.replace(UNSTORABLE, '\uFFFD')
}
