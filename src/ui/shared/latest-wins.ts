// At most one request under way; while it is, only the newest further wish is kept.

export interface LatestWins<T> {
  ask(wish: T): void
  /** The answer to request `request` came; the newest wish goes out next. */
  answered(request: number): void
  /** Whoever would have answered is gone. */
  clear(): void
}

export function makeLatestWins<T>(send: (request: number, wish: T) => void): LatestWins<T> {
  let last = 0
  let underWay: number | null = null
  let waiting: { readonly wish: T } | null = null

  function start(wish: T) {
    underWay = ++last
    send(underWay, wish)
  }

  return {
    ask(wish) {
      if (underWay === null) start(wish)
      else waiting = { wish }
    },
    answered(request) {
      if (request !== underWay) return
      underWay = null
      const next = waiting
      waiting = null
      if (next) start(next.wish)
    },
    clear() {
      underWay = null
      waiting = null
    },
  }
}
