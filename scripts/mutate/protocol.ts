/** What a test run came to. `crashed`: no test failed, and yet not all is well, so that nothing is known. */
export type Verdict
  = | { readonly kind: 'passed' }
    | { readonly kind: 'failed', readonly file: string, readonly test: string }
    | { readonly kind: 'crashed', readonly reason: string }

/** What a runner is asked to do. */
export interface RunRequest {
  /** Relative to the project's root. */
  readonly tests: readonly string[]
  /** Only tests whose names have one of these; none = all tests. */
  readonly names: readonly string[]
  /** Files that are not as they were when they were last read; absolute. */
  readonly changed: readonly string[]
}
