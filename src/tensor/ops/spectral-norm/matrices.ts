// Weights as matrices, and where the vectors of each stand among those of all.
import { alignedLength } from '../../placement.ts'
import { sizeOf } from '../../shape.ts'

/** A weight [..., channels out] as a matrix [rows, columns]. */
export interface MatrixShape {
  readonly rows: number
  readonly columns: number
}

export function matrixShape({ shape }: { readonly shape: readonly number[] }): MatrixShape {
  return { rows: sizeOf(shape.slice(0, -1)), columns: shape.at(-1) as number }
}

/** A matrix, and where its u and v begin in the tensors that hold those of all matrices. */
export interface PlacedMatrix extends MatrixShape {
  readonly uAt: number
  readonly vAt: number
}

/** v begins at a multiple of 4, where a vec4 does. */
export function placedMatrices(shapes: readonly MatrixShape[]): PlacedMatrix[] {
  let [uAt, vAt] = [0, 0]
  return shapes.map((shape) => {
    const matrix = { ...shape, uAt, vAt }
    uAt += alignedLength(shape.rows)
    vAt += 4 * Math.ceil(shape.columns / 4)
    return matrix
  })
}
