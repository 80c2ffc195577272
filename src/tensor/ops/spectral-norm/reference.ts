// Spectral normalisation of one matrix by its definition [Miyato et al. 2018, §2.1 and alg. 1].

/** One step of power iteration: v and the next u from W [rows, columns] and u [rows], and σ = u W vᵀ. */
export function powerIterationReference(w: ArrayLike<number>, u: ArrayLike<number>): { u: number[]; v: number[]; sigma: number } {
  const rows = Array.from(u)
  const columns = Array.from({ length: w.length / u.length }, (_, column) => column)
  const entry = (row: number, column: number) => w[row * columns.length + column] as number
  const v = unit(columns.map((column) => rows.reduce((sum, value, row) => sum + value * entry(row, column), 0)))
  const next = unit(rows.map((_, row) => v.reduce((sum, value, column) => sum + value * entry(row, column), 0)))
  return { u: next, v, sigma: sigmaReference(w, next, v) }
}

/** u W vᵀ */
export function sigmaReference(w: ArrayLike<number>, u: readonly number[], v: readonly number[]): number {
  return Array.from(w).reduce((sum, value, i) => sum + value * (u[Math.floor(i / v.length)] as number) * (v[i % v.length] as number), 0)
}

function unit(x: readonly number[]): number[] {
  const length = Math.hypot(...x)
  return x.map((value) => value / length)
}
