// Axes of charts that are drawn without a library: round ticks, and where a value lies.

export interface Axis {
  readonly low: number
  readonly high: number
  readonly ticks: readonly number[]
}

/** Round distances between ticks, times a power of ten. */
const DIGITS = [1, 2, 2.5, 5] as const

/**
 * An axis that begins and ends at a tick.
 * @param about how many ticks
 */
export function roundAxis(least: number, most: number, about: number): Axis {
  const room = least === most ? Math.abs(least) / 10 || 1 : 0
  const [from, to] = [least - room, most + room]
  const distance = tickDistance(exact((to - from) / about))
  const [first, last] = [Math.floor(exact(from / distance)), Math.ceil(exact(to / distance))]
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => exact((first + i) * distance))
  return { low: ticks[0] as number, high: ticks.at(-1) as number, ticks }
}

/** An axis of exactly these steps, with ticks at whole ones; of a single step from 0, with room on both sides. */
export function stepAxis(first: number, last: number, about: number): Axis {
  const [low, high] = first === last ? [0, Math.max(1, 2 * last)] : [first, last]
  const distance = Math.ceil(tickDistance((high - low) / about))
  const from = Math.ceil(low / distance)
  const ticks = Array.from({ length: Math.floor(high / distance) - from + 1 }, (_, i) => (from + i) * distance)
  return { low, high, ticks }
}

/** Where a value lies on a line from `start` to `end`. */
export function place({ low, high }: Axis, value: number, start: number, end: number): number {
  return start + ((value - low) / (high - low)) * (end - start)
}

function tickDistance(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  return (DIGITS.find((digit) => digit * power >= least) ?? 10) * power
}

/** Without the error of 3 * 0.1 and of 0.3 / 0.1. */
const exact = (value: number) => Number(value.toPrecision(12))
