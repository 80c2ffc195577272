// The inner loops, which take nearly all the time. Always on Float64Array: engines optimise a function for the one kind of array it sees.

/** a · b, of vectors that begin at these places. */
export function dot(a: Float64Array, aFrom: number, b: Float64Array, bFrom: number, width: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0] // four sums: additions need not wait for one another
  const whole = width - (width % 4)
  for (let i = 0; i < whole; i += 4) {
    s0 += (a[aFrom + i] as number) * (b[bFrom + i] as number)
    s1 += (a[aFrom + i + 1] as number) * (b[bFrom + i + 1] as number)
    s2 += (a[aFrom + i + 2] as number) * (b[bFrom + i + 2] as number)
    s3 += (a[aFrom + i + 3] as number) * (b[bFrom + i + 3] as number)
  }
  for (let i = whole; i < width; i++) s0 += (a[aFrom + i] as number) * (b[bFrom + i] as number)
  return s0 + s1 + (s2 + s3)
}

/**
 * a · b for some rows of b one after another: four at once, so that a is loaded once for them. Every sum is in order, so that equal rows
 * have equal products.
 * @param into gets them from its beginning
 */
export function products(
  a: Float64Array,
  aFrom: number,
  b: Float64Array,
  bRow: number,
  count: number,
  width: number,
  into: Float64Array,
): void {
  let row = 0
  for (; row + 4 <= count; row += 4) {
    const b0 = (bRow + row) * width
    const b1 = b0 + width
    const b2 = b1 + width
    const b3 = b2 + width
    let [s0, s1, s2, s3] = [0, 0, 0, 0]
    for (let i = 0; i < width; i++) {
      const value = a[aFrom + i] as number
      s0 += value * (b[b0 + i] as number)
      s1 += value * (b[b1 + i] as number)
      s2 += value * (b[b2 + i] as number)
      s3 += value * (b[b3 + i] as number)
    }
    into[row] = s0
    into[row + 1] = s1
    into[row + 2] = s2
    into[row + 3] = s3
  }
  for (; row < count; row++) {
    const from = (bRow + row) * width
    let sum = 0
    for (let i = 0; i < width; i++) sum += (a[aFrom + i] as number) * (b[from + i] as number)
    into[row] = sum
  }
}

/** |a - b|², exactly 0 where they are equal. */
export function squaredDistance(a: Float64Array, aFrom: number, b: Float64Array, bFrom: number, width: number): number {
  let [s0, s1] = [0, 0]
  const whole = width - (width % 2)
  for (let i = 0; i < whole; i += 2) {
    const d0 = (a[aFrom + i] as number) - (b[bFrom + i] as number)
    const d1 = (a[aFrom + i + 1] as number) - (b[bFrom + i + 1] as number)
    s0 += d0 * d0
    s1 += d1 * d1
  }
  for (let i = whole; i < width; i++) {
    const d = (a[aFrom + i] as number) - (b[bFrom + i] as number)
    s0 += d * d
  }
  return s0 + s1
}
