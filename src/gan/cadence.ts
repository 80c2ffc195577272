// Limits how often slow work, such as drawing samples, interrupts training.

interface CadenceOptions {
  /** Seconds between two, at least. */
  readonly pause: number
  /** Of the time that the work may take. */
  readonly share: number
  /** Seconds after which it is due all the same. */
  readonly limit?: number
}

/** Due when it would take at most `share` of the time, and not before `pause` seconds after the last. */
export class Cadence {
  private readonly pause: number
  private readonly share: number
  private readonly limit: number
  private last = Number.NEGATIVE_INFINITY
  private cost = 0

  constructor({ pause, share, limit = Number.POSITIVE_INFINITY }: CadenceOptions) {
    this.pause = pause
    this.share = share
    this.limit = limit
  }

  /** @param now seconds of a steady clock */
  isDue(now: number): boolean {
    return now - this.last >= Math.min(this.limit, Math.max(this.pause, this.cost / this.share - this.cost))
  }

  /** Notes when the work began and ended: the next one waits in proportion. */
  record(began: number, ended: number): void {
    this.last = ended
    this.cost = ended - began
  }
}
