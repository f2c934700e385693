import { fieldsOf } from './untrusted'

/** A Channels (视频号) account whose broadcasts the app shows. */
export interface ChannelsAccount {
  /** The account's id from 视频号助手; begins with `sph`. */
  readonly finderUserName: string
  /** Whether it belongs to the same subject as the mini program, which `<channel-live>` wants. */
  readonly isSameSubject: boolean
}

const FINDER_USER_NAME = /^sph[\w-]{1,64}$/

/**
 * Reads the gateway's list of Channels accounts; entries that cannot be one are left out.
 * @returns null where there is no list. Never throws
 */
export function parseChannelsAccounts(input: unknown): readonly ChannelsAccount[] | null {
  const accounts = fieldsOf(input).accounts
  return Array.isArray(accounts) ? accounts.map(parseAccount).filter(account => account !== null) : null
}

function parseAccount(input: unknown): ChannelsAccount | null {
  const fields = fieldsOf(input)
  const finderUserName = fields.finderUserName
  return typeof finderUserName === 'string' && FINDER_USER_NAME.test(finderUserName)
    ? { finderUserName, isSameSubject: fields.isSameSubject === true }
    : null
}
