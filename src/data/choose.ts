// Some of many, by their numbers.

/** All of so many: 0, 1, 2, … */
export function range(count: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: count }, (_, i) => i)
}

/** Evenly spread over all, in their order; all where there are no more. */
export function evenlySpaced(all: Uint32Array, count: number): Uint32Array {
  if (all.length <= count) return all
  return Uint32Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)] as number)
}

/** At most `limit` of the numbers 0 to count - 1, drawn from the stream without repeats, in ascending order. */
export function sampleIndices(count: number, limit: number, stream: { permutation(count: number): Uint32Array }): Uint32Array {
  return count <= limit ? range(count) : stream.permutation(count).slice(0, limit).sort()
}
