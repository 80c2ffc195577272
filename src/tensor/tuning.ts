// Choosing between ways to compute the same, by their times on the device that is there: what to measure, for how long, what to take,
// and what of an earlier choice still holds. It knows neither clock nor device nor storage: they are handed in.

/** Keeps choices from one start of the program to the next. It may fail: then they are made again. */
export interface TuningStore {
  /** What was saved last under that name; whatever it is, it is checked. */
  load(adapter: string): Promise<unknown>
  save(adapter: string, choices: Readonly<Record<string, unknown>>): Promise<void>
}

/** What tuning needs from the place it runs in. */
export interface Tuner {
  readonly store: TuningStore
  /** Milliseconds of a steady clock. */
  now(): number
  /** Told of everything that was measured. */
  onSettled?(settled: Settled): void
}

/** What was measured of one tunable, and which variant is used from now on; for people. */
export interface Settled {
  readonly what: string
  readonly usual: string
  readonly chosen: string
  /** Milliseconds of one run by the usual variant and by the chosen one. */
  readonly usualMs: number
  readonly chosenMs: number
}

/**
 * The tuner for a device. There is none for an adapter that imitates a GPU: it compiles and computes so slowly that the time would be
 * over before anything is settled, and its usual variants were measured by hand.
 */
export function createTuner({ software }: { readonly software: boolean }, store: TuningStore, now: () => number): Tuner | undefined {
  return software ? undefined : { store, now }
}

export interface Tuned {
  /** How many were measured. */
  readonly count: number
  readonly milliseconds: number
}

/** Something that can be computed in several ways. */
export interface Tunable<V> {
  readonly key: string
  readonly flops: number
  /** The usual one first. */
  readonly variants: readonly V[]
}

/** The variants of a tunable on the device. */
export interface Trial {
  /** Compiles a variant where it is not yet; then milliseconds for that many runs of it, one after another. */
  time(variant: number, runs: number): Promise<number>
  dispose(): void
}

/** Longest time for all measurements together, in milliseconds: a start may not be held up for longer. */
const BUDGET = 2000
/** Shortest time worth comparing, in milliseconds: the clocks of browsers tick in steps of up to 1. */
const ENOUGH = 10
/** Runs grow by this factor until they take long enough, up to so many. */
const GROWTH = 4
const MAX_RUNS = 256
/** Measurements of each variant, in turns: what else the machine does falls on all alike. */
const ROUNDS = 3
/** Another variant must be faster than the usual one in every round, and its best at most this share of the usual one's. */
const CLEARLY_FASTER = 0.95

/**
 * Measures the variants, those of the largest tunables first, until all are settled, time is up or `stopped`.
 * @param onSettled told of each that was, with the place of the chosen variant and the milliseconds of one run of every variant
 * @returns the choices by key; a tunable that was not reached, or would have taken too long, is not among them
 */
export async function tune<V, T extends Tunable<V>>(
  tunables: readonly T[],
  open: (tunable: T) => Promise<Trial>,
  now: () => number,
  stopped: () => boolean,
  onSettled?: (tunable: T, chosen: number, ms: readonly number[]) => void,
): Promise<Map<string, V>> {
  const end = now() + BUDGET
  const left = () => (stopped() ? 0 : end - now())
  const choices = new Map<string, V>()
  for (const tunable of [...tunables].sort((a, b) => b.flops - a.flops)) {
    if (left() <= 0) break
    const trial = await open(tunable).catch(() => null) // what the device refuses must not stop the usual variant
    const compared = trial && (await compare(trial, tunable.variants.length, now, left).catch(() => null))
    trial?.dispose()
    if (!compared) continue
    const { rounds, runs } = compared
    const chosen = fastest(rounds)
    choices.set(tunable.key, tunable.variants[chosen] as V)
    onSettled?.(
      tunable,
      chosen,
      tunable.variants.map((_, variant) => Math.min(...rounds.map((times) => times[variant] as number)) / runs),
    )
  }
  return choices
}

/** Times of every variant, round by round, each for so many runs. */
interface Compared {
  readonly rounds: readonly (readonly number[])[]
  readonly runs: number
}

/** Null where the time left is too short to find out. */
async function compare(trial: Trial, count: number, now: () => number, left: () => number): Promise<Compared | null> {
  const began = now()
  await trial.time(0, 1)
  const compiling = now() - began
  let runs = 1
  let once = await trial.time(0, runs)
  while (once < ENOUGH && runs < MAX_RUNS) {
    runs *= GROWTH
    once = await trial.time(0, runs)
  }
  if (compiling * (count - 1) + once * count * ROUNDS > left()) return null
  await Promise.all(Array.from({ length: count }, (_, variant) => trial.time(variant, 1)))
  const rounds: number[][] = []
  while (rounds.length < ROUNDS) {
    const times: number[] = []
    while (times.length < count) {
      if (left() <= 0) return null
      times.push(await trial.time(times.length, runs))
    }
    rounds.push(times)
  }
  return { rounds, runs }
}

/** The place of the fastest variant in rounds of times: of the first, the usual one, unless another is clearly faster. */
export function fastest(rounds: readonly (readonly number[])[]): number {
  const usual = rounds.map((times) => times[0] as number)
  const limit = CLEARLY_FASTER * Math.min(...usual)
  let [best, shortest] = [0, Number.POSITIVE_INFINITY]
  for (let variant = 1; variant < (rounds[0]?.length ?? 0); variant++) {
    const own = rounds.map((times) => times[variant] as number)
    const time = Math.min(...own)
    if (time <= limit && time < shortest && own.every((one, round) => one < (usual[round] as number))) [best, shortest] = [variant, time]
  }
  return best
}

/** Of what was saved, the choices that are still variants of these. */
export function recall<V>(saved: unknown, tunables: readonly Tunable<V>[]): Map<string, V> {
  const known = asRecord(saved)
  return new Map(
    tunables.flatMap(({ key, variants }) => {
      const wanted = JSON.stringify(known[key])
      const variant = variants.find((one) => JSON.stringify(one) === wanted)
      return variant === undefined ? [] : [[key, variant] as const]
    }),
  )
}

/** What was saved with these choices added, or only these where it is damaged. */
export function merged(saved: unknown, choices: ReadonlyMap<string, unknown>): Record<string, unknown> {
  return { ...asRecord(saved), ...Object.fromEntries(choices) }
}

function asRecord(saved: unknown): Readonly<Record<string, unknown>> {
  return typeof saved === 'object' && saved !== null && !Array.isArray(saved) ? { ...saved } : {}
}
