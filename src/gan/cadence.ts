// How often something that costs time may happen beside training.

/** Due when it would take at most `share` of the time, and not before `pause` seconds after the last. */
export class Cadence {
  private readonly pause: number
  private readonly share: number
  private last = Number.NEGATIVE_INFINITY
  private cost = 0

  constructor({ pause, share }: { readonly pause: number; readonly share: number }) {
    this.pause = pause
    this.share = share
  }

  /** @param now seconds of a steady clock */
  isDue(now: number): boolean {
    return now - this.last >= Math.max(this.pause, this.cost / this.share - this.cost)
  }

  /** Tells when it began and ended, so that the next one can wait in proportion. */
  spent(began: number, ended: number): void {
    this.last = ended
    this.cost = ended - began
  }
}
