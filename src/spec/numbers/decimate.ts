// Min-max decimation of long series for display: each bucket of rows keeps its lowest and its highest value in order, so that no spike is
// lost. All series share the x values, as uPlot needs.

const MAX_POINTS = 2000

export interface Points {
  readonly x: Float64Array
  readonly series: readonly (readonly (number | null)[])[]
}

/** NaN stands for a missing value in columns, null in charts. */
export const orNull = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : value)

export function decimate(x: Float64Array, series: readonly Float32Array[], maxPoints = MAX_POINTS): Points {
  if (x.length <= maxPoints) return { x: x.slice(), series: series.map((values) => Array.from(values, orNull)) }
  const buckets = Math.floor(maxPoints / 2)
  const edge = (bucket: number) => Math.floor((bucket * x.length) / buckets)
  const thinX = new Float64Array(2 * buckets)
  for (let bucket = 0; bucket < buckets; bucket++) {
    thinX[2 * bucket] = x[edge(bucket)] ?? 0
    thinX[2 * bucket + 1] = x[edge(bucket + 1) - 1] ?? 0
  }
  const thin = (values: Float32Array) => {
    const points: (number | null)[] = []
    for (let bucket = 0; bucket < buckets; bucket++) points.push(...extremes(values, edge(bucket), edge(bucket + 1)))
    return points
  }
  return { x: thinX, series: series.map(thin) }
}

/** Lowest and highest value of rows `start` to `end`, in the order in which they came. */
function extremes(values: Float32Array, start: number, end: number): [number | null, number | null] {
  let low = -1
  let high = -1
  for (let i = start; i < end; i++) {
    const value = values[i] ?? Number.NaN
    if (Number.isNaN(value)) continue
    if (low < 0 || value < (values[low] ?? 0)) low = i
    if (high < 0 || value > (values[high] ?? 0)) high = i
  }
  return [orNull(values[Math.min(low, high)]), orNull(values[Math.max(low, high)])]
}
