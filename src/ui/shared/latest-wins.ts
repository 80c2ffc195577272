// Sends at most one request at a time; of those made meanwhile only the newest is sent next.

interface LatestWins<T> {
  request(value: T): void
  /** The answer to `request` arrived: sends the newest waiting value. */
  answered(request: number): void
  /** The receiver is gone: forgets all requests. */
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
