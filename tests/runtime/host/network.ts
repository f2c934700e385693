import type { ClockedRealm } from './realm'

/** A request that the app made. */
export interface SentRequest {
  readonly method: string
  /** As the app wrote it. */
  readonly url: string
  /** With the query, without the host. */
  readonly path: string
  /** What was sent, as JSON; null for nothing. */
  readonly body: unknown
  readonly header: Readonly<Record<string, string>>
}

/** What can be wrong between the phone and the gateway. */
export type NetworkFault
  /** There is no network at all. */
  = | 'offline'
  /** Nothing is ever answered. */
    | 'hang'
  /** The gateway's own answer, so late by the phone's clock. */
    | { readonly delayMs: number }
  /** Somebody else answers: a hotel's login page, a proxy's error. */
    | { readonly statusCode: number, readonly body: string }

/** A phone's network. */
export interface PhoneNetwork {
  /** The gateway's address; the app believes that it is the one it was built with. */
  gatewayUrl: string
  /** What is wrong with a request, if anything. */
  fault: (request: SentRequest) => NetworkFault | null
  readonly requests: SentRequest[]
  /** How many answers are still to come. */
  inFlight: number
  readonly setOnline: (isOnline: boolean) => void
}

interface RequestOptions {
  readonly url: string
  readonly method?: string
  readonly data?: unknown
  readonly header?: Readonly<Record<string, string>>
  readonly timeout?: number
  readonly success?: (answer: unknown) => void
  readonly fail?: (failure: unknown) => void
  readonly complete?: (answer: unknown) => void
}

type NetworkListener = (change: unknown) => void

/** A network that works, and `wx.request` on it, which really asks the gateway. */
export function createNetwork(gatewayUrl: string, realm: ClockedRealm): { readonly network: PhoneNetwork, readonly members: Readonly<Record<string, unknown>> } {
  const listeners = new Set<NetworkListener>()
  let isOnline = true
  const network: PhoneNetwork = {
    gatewayUrl,
    fault: () => null,
    requests: [],
    inFlight: 0,
    setOnline(next) {
      isOnline = next
      listeners.forEach(listener => listener(realm.copy({ isConnected: next, networkType: next ? 'wifi' : 'none' })))
    },
  }

  function request(options: RequestOptions): object {
    const { method = 'GET', data, header = {} } = options
    const path = options.url.replace(/^https?:\/\/[^/]+/, '')
    const text = data === undefined ? undefined : typeof data === 'string' ? data : JSON.stringify(data)
    const sent = { method, url: options.url, path, body: text === undefined ? null : tryJson(text), header: { ...header } }
    network.requests.push(sent)
    const abort = new AbortController()
    let isSettled = false
    const settle = (isGood: boolean, answer: object): void => {
      if (isSettled)
        return
      isSettled = true
      const copy = realm.copy(answer)
      if (isGood)
        options.success?.(copy)
      else options.fail?.(copy)
      options.complete?.(copy)
    }

    const late = (delay: { readonly delayMs: number } | null, arrive: () => void): void => {
      if (delay)
        realm.clock.setTimeout(arrive, delay.delayMs)
      else arrive()
    }

    const fault = isOnline ? network.fault(sent) : 'offline'
    if (fault === 'offline') {
      void Promise.resolve().then(() => settle(false, { errMsg: 'request:fail ', errno: 600001 }))
    }
    else if (fault !== null && fault !== 'hang' && 'statusCode' in fault) {
      void Promise.resolve().then(() => settle(true, { statusCode: fault.statusCode, data: tryJson(fault.body), header: {}, errMsg: 'request:ok' }))
    }
    else if (fault !== 'hang') {
      network.inFlight++
      ask(network.gatewayUrl + path, { method, headers: header, signal: abort.signal, ...(text === undefined ? {} : { body: text }) })
        .then(answer => late(fault, () => settle(true, answer)), () => late(fault, () => settle(false, { errMsg: 'request:fail' })))
        .finally(() => network.inFlight--)
    }
    realm.clock.setTimeout(() => settle(false, { errMsg: 'request:fail timeout', errno: 5 }), options.timeout ?? 60_000)
    return {
      abort() {
        abort.abort()
        settle(false, { errMsg: 'request:fail abort' })
      },
    }
  }

  return {
    network,
    members: {
      request,
      getNetworkType: ({ success }: { success: (answer: unknown) => void }) => success(realm.copy({ networkType: isOnline ? 'wifi' : 'none' })),
      onNetworkStatusChange: (listener: NetworkListener) => void listeners.add(listener),
      offNetworkStatusChange: (listener: NetworkListener) => void listeners.delete(listener),
    },
  }
}

async function ask(url: string, options: RequestInit): Promise<object> {
  const response = await fetch(url, options)
  return { statusCode: response.status, data: tryJson(await response.text()), header: Object.fromEntries(response.headers), errMsg: 'request:ok' }
}

// WeChat hands over what cannot be read as JSON as a text.
function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  }
  catch {
    return text
  }
}
