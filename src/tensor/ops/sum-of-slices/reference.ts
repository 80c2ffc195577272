// partial [slices, count] → [count], on arrays.
export function sumOfSlicesReference(partial: Float64Array, count: number): Float64Array {
  const sums = new Float64Array(count)
  for (const [i, value] of partial.entries()) sums[i % count] = (sums[i % count] as number) + value
  return sums
}
