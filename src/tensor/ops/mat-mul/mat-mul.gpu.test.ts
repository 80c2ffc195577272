// The product of matrices on every device, with second gradients; mat-mul.test.ts has more shapes on WebAssembly.
import * as tf from '../../tf.ts'
import { checkOp, opCase } from '../check-op.ts'
import { productReference } from './reference.ts'

const SIDES = { M: 3, K: 5, N: 2 }

checkOp(
  'product of matrices',
  [false, true].flatMap((transposeA) =>
    [false, true].map((transposeB) =>
      opCase({
        title: `a transposed: ${transposeA}, b transposed: ${transposeB}`,
        shapes: { a: transposeA ? [5, 3] : [3, 5], b: transposeB ? [2, 5] : [5, 2] },
        run: ({ a, b }) => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D, transposeA, transposeB),
        reference: ({ a, b }) => [productReference(a, b, SIDES, { transposeA, transposeB })],
      }),
    ),
  ),
)
