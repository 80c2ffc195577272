// Smoothing of displayed lines and values: an exponential moving average with bias correction, as in Adam [Kingma & Ba 2015].
import type { Columns } from './history.ts'

/** What charts begin with. */
export const FIRST_SMOOTHING = 0.6

/** `amount` is 0 (off) to 0.99. NaN values stay NaN and are skipped. */
export function smooth(values: Float32Array, amount: number): Float32Array {
  if (amount === 0) return values
  const smoothed = new Float32Array(values.length)
  let mean = 0
  let weight = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN
    if (Number.isNaN(value)) {
      smoothed[i] = Number.NaN
      continue
    }
    mean = amount * mean + (1 - amount) * value
    weight = amount * weight + (1 - amount) // 1 - amount^n
    smoothed[i] = mean / weight
  }
  return smoothed
}

/** The columns, smoothed. */
export function smoothed<K extends string>(columns: Columns<K>, amount: number): Columns<K> {
  return {
    get length() {
      return columns.length
    },
    steps: () => columns.steps(),
    column: (key) => smooth(columns.column(key), amount),
  }
}
