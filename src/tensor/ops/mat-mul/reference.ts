// The product of two matrices by its definition.

/** a [M, K] times b [K, N] → [M, N]; a transposed matrix is given as [K, M] or [N, K]. */
export function productReference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { M, K, N }: { readonly M: number; readonly K: number; readonly N: number },
  { transposeA = false, transposeB = false }: { readonly transposeA?: boolean; readonly transposeB?: boolean },
): Float64Array {
  return Float64Array.from({ length: M * N }, (_, i) => {
    const [row, column] = [Math.floor(i / N), i % N]
    let sum = 0
    for (let k = 0; k < K; k++) {
      const left = a[transposeA ? k * M + row : row * K + k] as number
      const right = b[transposeB ? column * K + k : k * N + column] as number
      sum += left * right
    }
    return sum
  })
}
