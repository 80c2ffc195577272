// The progress of long work as one share of the whole, and the time left. Its parts are weighted by their cost: as measured now, as measured
// when such work was done last, or else as estimated beforehand. The share never falls.

export interface Part<N extends string> {
  readonly name: N
  /** What its cost grows with: images, pairs of them. */
  readonly size: number
  /** Seconds for each of those, roughly; taken until it has been timed. */
  readonly guess: number
  /** On another device all estimates are wrong by about the same factor, which is known once one part has been timed. */
  readonly onDevice: boolean
}

/** Seconds for each unit of a part's size, when it was timed last. */
export type Costs<N extends string> = Map<N, number>

/** A part that has begun. */
interface Timed {
  readonly began: number
  /** The first and the last report of progress: before the first, programs are compiled. */
  first: { readonly at: number; readonly share: number } | null
  last: { readonly at: number; readonly share: number }
}

export class WorkProgress<N extends string> {
  private parts: readonly Part<N>[]
  private readonly costs: Costs<N>
  private readonly now: () => number
  private readonly timed = new Map<N, Timed>()
  private current: Part<N> | null = null
  private share = 0

  /** @param costs of earlier work of this kind; new measurements are added. @param now seconds of a steady clock */
  constructor(parts: readonly Part<N>[], costs: Costs<N>, now: () => number) {
    this.parts = parts.filter(({ size }) => size > 0)
    this.costs = costs
    this.now = now
  }

  /** The work turns out to be of another size. */
  resize(size: number): void {
    if (this.parts.some((part) => part.size !== size)) this.parts = this.parts.map((part) => ({ ...part, size }))
    this.current = this.parts.find(({ name }) => name === this.current?.name) ?? null
  }

  /** So much of this part is done, and all of those before it. Returns the share of the whole. */
  update(name: N, share: number): number {
    const at = this.now()
    if (this.current?.name !== name) this.begin(name, at)
    const timed = this.timed.get(name)
    if (timed && share > timed.last.share) {
      timed.first ??= { at, share }
      timed.last = { at, share }
    }
    if (share >= 1) this.noteCost()
    this.share = Math.max(this.share, this.shareNow())
    return this.share
  }

  /** Until that part, or the end; null while it is too early to say. */
  secondsLeft(until?: N): number | null {
    if (!this.current || !this.canEstimate(this.current)) return null
    const end = this.parts.findIndex(({ name }) => name === until)
    const open = this.parts.slice(this.parts.indexOf(this.current), end < 0 ? undefined : end)
    return open.reduce((sum, part) => sum + this.expected(part) * (1 - this.shareOf(part)), 0)
  }

  private begin(name: N, at: number): void {
    this.noteCost()
    this.current = this.parts.find((part) => part.name === name) ?? null
    if (this.current) this.timed.set(name, { began: at, first: null, last: { at, share: 0 } })
  }

  private noteCost(): void {
    const seconds = this.current && this.measured(this.current)
    if (this.current && seconds !== null) this.costs.set(this.current.name, seconds / this.current.size)
  }

  private canEstimate(part: Part<N>): boolean {
    return this.costs.has(part.name) || this.pace(part) !== null
  }

  /** Seconds for the whole part at the pace between its first and its last report. */
  private pace({ name }: Part<N>): number | null {
    const { first, last } = this.timed.get(name) ?? {}
    if (!first || !last || last.share <= first.share) return null
    return (last.at - first.at) / (last.share - first.share)
  }

  private measured(part: Part<N>): number | null {
    const timed = this.timed.get(part.name)
    if (!timed || timed.last.share === 0) return null
    return this.pace(part) ?? (timed.last.at - timed.began) / timed.last.share
  }

  private expected(part: Part<N>): number {
    const cost = this.costs.get(part.name)
    const pace = part === this.current ? this.pace(part) : null
    return pace ?? part.size * (cost ?? part.guess * (part.onDevice ? this.deviceFactor() : 1))
  }

  /** By how much the guesses for this device are wrong. */
  private deviceFactor(): number {
    const known = this.parts.find((part) => part.onDevice && (this.costs.has(part.name) || this.pace(part) !== null))
    if (!known) return 1
    return (this.costs.get(known.name) ?? (this.pace(known) as number) / known.size) / known.guess
  }

  private shareOf(part: Part<N>): number {
    const order = this.current ? this.parts.indexOf(this.current) : -1
    const index = this.parts.indexOf(part)
    if (index !== order) return index < order ? 1 : 0
    return this.timed.get(part.name)?.last.share ?? 0
  }

  private shareNow(): number {
    const all = this.parts.reduce((sum, part) => sum + this.expected(part), 0)
    const done = this.parts.reduce((sum, part) => sum + this.expected(part) * this.shareOf(part), 0)
    return all > 0 ? done / all : this.share
  }
}
