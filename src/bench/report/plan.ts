// Time budgets of the report: the time that a part has, and how many rounds fit into it. Knows no device; the clock is a parameter.

import type { PartName } from '../../spec/machine-report.ts'

/** Seconds that a part may take, and the fewest with which it is started. The sum is above the total: few machines need all of it. */
export const BUDGETS: Readonly<Record<PartName, { readonly max: number; readonly min: number }>> = {
  adapter: { max: 30, min: 0 },
  peak: { max: 20, min: 1 },
  small: { max: 160, min: 5 },
  imports: { max: 15, min: 3 },
  kernels: { max: 40, min: 5 },
  score: { max: 30, min: 5 },
  medium: { max: 120, min: 5 },
  large: { max: 120, min: 5 },
}

/** Milliseconds left for the part. */
export interface TimeBox {
  left(): number
  /** Whether work of about that many milliseconds still ends in time. */
  fits(ms: number): boolean
  /** Reports the progress of the part. @param words what is being done, for people */
  progress(share: number, words: string): void
}

/** @param now milliseconds of a steady clock */
export function createBox(now: () => number, limitMs: number, onProgress: (share: number, words: string) => void): TimeBox {
  const end = now() + limitMs
  return { left: () => Math.max(0, end - now()), fits: (ms) => ms <= end - now(), progress: onProgress }
}

/** The most rounds of a measurement, and the milliseconds they take together at most: a median of more would not be better. */
const MAX_ROUNDS = 9
const ROUNDS_MS = 20_000
/** A round of steps takes at least about so many milliseconds: clocks in browsers have a resolution of up to 1. */
const ROUND_MS = 40
const MAX_STEPS = 32
/** Share of the time left that is planned; the rest is a reserve. */
const PLANNED = 0.8

/** How many rounds to make, at least one. @param onceMs of one round */
export function roundsWithin(leftMs: number, onceMs: number): number {
  return Math.max(1, Math.min(MAX_ROUNDS, Math.floor((PLANNED * Math.min(leftMs, ROUNDS_MS)) / Math.max(onceMs, 0.001))))
}

/** Steps of a round: quick ones are timed several at a time. */
export function stepsOfRound(stepMs: number): number {
  return Math.max(1, Math.min(MAX_STEPS, Math.ceil(ROUND_MS / Math.max(stepMs, 0.001))))
}

/** The cost of a step relative to other networks, by what its convolutions depend on; only for estimates beforehand. */
export interface Workload {
  readonly size: number
  readonly width: number
  readonly batch: number
}

/** How many times the work of `known` that of `wanted` is. */
export function workRatio(wanted: Workload, known: Workload): number {
  const work = ({ size, width, batch }: Workload) => size ** 2 * width ** 2 * batch
  return work(wanted) / work(known)
}

/** The measured time of a step of other networks. */
export interface PreviousStep {
  readonly workload: Workload
  readonly firstMs: number
  readonly replayMs: number | null
  readonly stockMs: number | null
}

/** Why no step of these networks is made, or null where there is time for a first one and one more. */
export function whyNoStep(wanted: Workload, previous: PreviousStep | null, box: TimeBox): string | null {
  if (!previous) return null
  const step = (previous.replayMs ?? 0) * workRatio(wanted, previous.workload)
  if (box.fits(previous.firstMs + 3 * step)) return null
  return `The first step would take about ${about(previous.firstMs + step)} here: there was no time left for that.`
}

/** Time of a step of TensorFlow.js alone over that of ours on a slow adapter, where nothing better is known. */
const STOCK_GUESS = 10

/** Milliseconds that a step of TensorFlow.js alone will take. @param replayMs what ours takes */
export function guessStock(wanted: Workload, previous: PreviousStep | null, replayMs: number): number {
  return previous && previous.stockMs !== null ? previous.stockMs * workRatio(wanted, previous.workload) : STOCK_GUESS * replayMs
}

/** Why a backend does not take part, or null where there is time for it to warm up and make a step. @param compilingMs of its first step */
export function whyNoPart(stepMs: number, compilingMs: number, box: TimeBox): string | null {
  return box.fits(compilingMs + 2 * stepMs) ? null : `A step would take about ${about(stepMs)}: there was no time left for two of them.`
}

/** "0.4 s", "18 s", "2 min 30 s": an estimate, so one or two digits. */
export function about(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 10) return `${seconds.toPrecision(1)} s`
  const whole = Math.round(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}
