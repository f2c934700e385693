/** The database cannot be opened. The message is for the people who run the gateway and holds no password. */
export class StorageError extends Error {
  override readonly name = 'StorageError'
}

/** What a driver or the system calls a failure, such as `ECONNREFUSED` or `28P01`; empty when it says nothing. */
export function codeOf(thrown: unknown): string {
  // A host name with several addresses fails once for each.
  if (thrown instanceof AggregateError && thrown.errors.length > 0)
    return codeOf(thrown.errors[0])
  const { code } = (thrown ?? {}) as { code?: unknown }
  return typeof code === 'string' ? code : ''
}
