// A linear layer by its definition.
import { productReference } from '../mat-mul/reference.ts'

/** xW + b: x [B, features], w [features, outputs], b [outputs] → [B, outputs] */
export function linearReference(x: ArrayLike<number>, w: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  const outputs = b.length
  const features = w.length / outputs
  const sides = { M: x.length / features, K: features, N: outputs }
  return productReference(x, w, sides, {}).map((sum, i) => sum + (b[i % outputs] as number))
}
