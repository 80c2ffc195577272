// Fits points to the unit square so that they fill it: otherwise a few outliers, or wide gaps between groups, would squeeze all others into
// a corner. UMAP's distances between groups mean little, so along both axes the intervals that hold few points are shortened; the order
// of the points along each axis stays, and where they are dense they keep one scale.

/** Intervals that each axis is cut into. */
const BINS = 64
/** Width of an empty interval, where one that holds at least the mean number of points has 1. */
const EMPTY = 0.1
/** The shorter axis is stretched to the square's side, but at most by this factor: points on a line stay on one. */
const MAX_STRETCH = 3
/** Share of the points at either end that may be outliers. */
const LONERS = 0.02

/** @returns [points, 2] */
export function fillSquare(points: readonly (readonly number[])[]): Float32Array<ArrayBuffer> {
  const axes = ([0, 1] as const).map((axis) => withoutGaps(pulledIn(points.map((point) => point[axis] as number))))
  const ranges = axes.map(rangeOf)
  const longest = Math.max(...ranges.map(({ low, high }) => high - low))
  return Float32Array.from({ length: 2 * points.length }, (_, i) => {
    const { low, high } = ranges[i % 2] as Range
    const side = Math.max(high - low, longest / MAX_STRETCH) || 1
    return 0.5 + ((axes[i % 2]?.[Math.floor(i / 2)] as number) - (low + high) / 2) / side
  })
}

interface Range {
  readonly low: number
  readonly high: number
}

function rangeOf(values: readonly number[]): Range {
  return { low: values.reduce((a, b) => Math.min(a, b)), high: values.reduce((a, b) => Math.max(a, b)) }
}

/** The values with outliers moved inwards, the farther the more. */
function pulledIn(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b)
  const low = sorted[Math.floor(LONERS * (values.length - 1))] as number
  const high = sorted[Math.ceil((1 - LONERS) * (values.length - 1))] as number
  const unit = (high - low) / 4
  if (unit === 0) return [...values]
  const near = (beyond: number) => unit * Math.log1p(beyond / unit)
  return values.map((value) => (value > high ? high + near(value - high) : value < low ? low - near(low - value) : value))
}

/** The values with the intervals that hold few of them shortened. */
function withoutGaps(values: readonly number[]): number[] {
  const { low, high } = rangeOf(values)
  const width = (high - low) / BINS
  if (width === 0) return values.map(() => 0)
  const binOf = (value: number) => Math.min(BINS - 1, Math.floor((value - low) / width))
  const counts = new Array<number>(BINS).fill(0)
  for (const value of values) counts[binOf(value)] = (counts[binOf(value)] as number) + 1
  const widths = counts.map((count) => width * Math.min(1, EMPTY + (1 - EMPTY) * Math.sqrt((count * BINS) / values.length)))
  const starts = widths.map((_, bin) => widths.slice(0, bin).reduce((sum, each) => sum + each, 0))
  return values.map((value) => {
    const bin = binOf(value)
    return (starts[bin] as number) + ((value - low) / width - bin) * (widths[bin] as number)
  })
}
