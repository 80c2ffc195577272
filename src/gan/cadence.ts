// Limits how often slow work, such as drawing samples, interrupts training.

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

  /** Notes when the work began and ended: the next one waits in proportion. */
  record(began: number, ended: number): void {
    this.last = ended
    this.cost = ended - began
  }
}
