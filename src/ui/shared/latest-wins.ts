// At most one request under way; while it is, only the newest further value is kept.

export interface LatestWins<T> {
  request(value: T): void
  /** The answer to request `request` came; the newest value goes out next. */
  answered(request: number): void
  /** Whoever would have answered is gone. */
  clear(): void
}

export function makeLatestWins<T>(send: (request: number, value: T) => void): LatestWins<T> {
  let last = 0
  let underWay: number | null = null
  let waiting: { readonly value: T } | null = null

  function start(value: T) {
    underWay = ++last
    send(underWay, value)
  }

  return {
    request(value) {
      if (underWay === null) start(value)
      else waiting = { value }
    },
    answered(request) {
      if (request !== underWay) return
      underWay = null
      const next = waiting
      waiting = null
      if (next) start(next.value)
    },
    clear() {
      underWay = null
      waiting = null
    },
  }
}
