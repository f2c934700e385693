/** A JSON value. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/** What travels with a room through share cards and into goods pages: a small JSON object. No token, no personal data. */
export interface CustomParams { readonly [key: string]: JsonValue }
