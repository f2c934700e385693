import type { Reading } from './read-streams'
import type { ChannelsAccount } from '@/src/domain/channels-account'
import { parseChannelsAccounts } from '@/src/domain/channels-account'

const SAME_SUBJECT_MARK = '*'

/** Reads `CHANNELS_ACCOUNTS`: ids separated by commas, a `*` behind those of the mini program's own subject. */
export function readChannelsAccounts(setting: string): Reading<ChannelsAccount> {
  const entries = setting.split(',').map(entry => entry.trim()).filter(Boolean).map(toAccount)
  const names = entries.map(({ finderUserName }) => finderUserName)
  const bad = names.filter(name => parseChannelsAccounts({ accounts: [{ finderUserName: name }] })?.length !== 1)
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) < index))]
  const problems = [
    ...bad.map(name => `CHANNELS_ACCOUNTS: "${name}" is no Channels account id; those begin with sph (视频号助手 → 账号管理). For example CHANNELS_ACCOUNTS=sphAbc123*,sphDef456`),
    ...twice.map(name => `CHANNELS_ACCOUNTS: "${name}" is there more than once`),
  ]
  return { items: problems.length > 0 ? [] : entries, problems }
}

function toAccount(entry: string): ChannelsAccount {
  const isSameSubject = entry.endsWith(SAME_SUBJECT_MARK)
  return { finderUserName: isSameSubject ? entry.slice(0, -SAME_SUBJECT_MARK.length).trim() : entry, isSameSubject }
}
