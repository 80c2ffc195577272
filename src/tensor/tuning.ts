// Autotuning: times the variants of a computation on the current device and chooses the fastest of each. Also which choices saved by an
// earlier start are still valid. Clock, device and storage are parameters.

/** Stores choices between starts of the program. Where it fails they are measured again. */
export interface TuningStore {
  /** What was saved last for that adapter; callers validate it. */
  load(adapter: string): Promise<unknown>
  save(adapter: string, choices: Readonly<Record<string, unknown>>): Promise<void>
}

/** What tuning needs from its caller. */
export interface Tuner {
  readonly store: TuningStore
  /** Milliseconds of a steady clock. */
  now(): number
  /** Called for each tunable that was measured. */
  onSettled?(settled: Settled): void
}

/** The result of tuning one tunable, in words for people. */
export interface Settled {
  readonly what: string
  readonly usual: string
  readonly chosen: string
  /** Milliseconds of one run by the default variant and by the chosen one. */
  readonly usualMs: number
  readonly chosenMs: number
}

/**
 * The tuner for a device. A software adapter has none: it compiles and computes so slowly that time would run out before anything is
 * measured, and its default variants were chosen by hand.
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
  /** The default first. */
  readonly variants: readonly V[]
}

/** The variants of a tunable on the device. */
export interface Trial {
  /** Compiles a variant if necessary; then measures the milliseconds of that many runs in sequence. */
  time(variant: number, runs: number): Promise<number>
  dispose(): void
}

/** Longest time for all measurements together, in milliseconds: a run does not start before they end. */
const BUDGET = 2000
/** Shortest time worth comparing, in milliseconds: the clocks of browsers tick in steps of up to 1. */
const ENOUGH = 10
/** Runs grow by this factor until they take long enough, up to so many. */
const GROWTH = 4
const MAX_RUNS = 256
/** Rounds of measurements. The variants alternate within a round, so that other load on the machine affects all of them alike. */
const ROUNDS = 3
/** A variant replaces the default if it is faster in every round and its best time is at most this fraction of the default's. */
const CLEARLY_FASTER = 0.95

/**
 * Measures the variants, those of the largest tunables first, until all are measured, time is up or `stopped`.
 * @param onSettled gets each that was measured, the index of the chosen variant and the milliseconds of one run of every variant
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

/** Times of every variant, round by round, each of `runs` runs. */
interface Compared {
  readonly rounds: readonly (readonly number[])[]
  readonly runs: number
}

/** Null where the remaining time is too short. */
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

/** The index of the fastest variant, from rounds of times: 0, the default, unless another is clearly faster. */
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

/** The saved choices that are still among the variants of these tunables. */
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

/** The saved choices with these added, or only these where the saved ones are damaged. */
export function merged(saved: unknown, choices: ReadonlyMap<string, unknown>): Record<string, unknown> {
  return { ...asRecord(saved), ...Object.fromEntries(choices) }
}

function asRecord(saved: unknown): Readonly<Record<string, unknown>> {
  return typeof saved === 'object' && saved !== null && !Array.isArray(saved) ? { ...saved } : {}
}
