// Arithmetic of shapes.

/** Entries of a tensor of that shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1)
}
