// A linear head against its definition in float64: value, every gradient, and the same bits twice.
import { beforeAll, describe, expect, test } from 'vitest'
import { OP_DEVICES, openTestDevice } from '../../test-devices.ts'
import * as tf from '../../tf.ts'
import { checkOp, opCase } from '../check-op.ts'
import { normals, relativeError } from '../test-support.ts'
import { linearHead } from './linear.ts'
import { linearReference } from './reference.ts'

const TOLERANCE = 2e-5

checkOp(
  'linear head',
  [1, 4].map((outputs) =>
    opCase({
      title: `[3, 5] → ${outputs}`,
      shapes: { x: [3, 5], w: [5, outputs], b: [outputs] },
      run: ({ x, w, b }) => linearHead(x as tf.Tensor2D, w as tf.Tensor2D, b),
      reference: ({ x, w, b }) => [linearReference(x, w, b)],
    }),
  ),
)

describe.each(OP_DEVICES)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  test.each([
    [1, 1, 1],
    [3, 70, 1],
    [5, 129, 4],
    [70, 64, 3],
  ])('[%i, %i] → %i', async (rows, features, outputs) => {
    const given = {
      x: normals([rows, features], 1),
      w: normals([features, outputs], 2),
      b: normals([outputs], 3),
      dy: normals([rows, outputs], 4),
    }
    const sum = (count: number, term: (i: number) => number) => Array.from({ length: count }, (_, i) => term(i)).reduce((a, b) => a + b, 0)
    const at = (values: Float32Array, row: number, column: number, width: number) => values[row * width + column] as number
    const matrix = (height: number, width: number, entry: (row: number, column: number) => number) =>
      Array.from({ length: height * width }, (_, i) => entry(Math.floor(i / width), i % width))
    const wanted = {
      y: matrix(
        rows,
        outputs,
        (r, o) => sum(features, (f) => at(given.x, r, f, features) * at(given.w, f, o, outputs)) + (given.b[o] as number),
      ),
      dx: matrix(rows, features, (r, f) => sum(outputs, (o) => at(given.dy, r, o, outputs) * at(given.w, f, o, outputs))),
      dw: matrix(features, outputs, (f, o) => sum(rows, (r) => at(given.x, r, f, features) * at(given.dy, r, o, outputs))),
      db: matrix(1, outputs, (_, o) => sum(rows, (r) => at(given.dy, r, o, outputs))),
    }
    const seen = await run()
    for (const name of ['y', 'dx', 'dw', 'db'] as const) expect(relativeError(seen[name], wanted[name]), name).toBeLessThan(TOLERANCE)
    expect(await run()).toEqual(seen)

    async function run() {
      const tensors = tf.tidy(() => {
        const { value, grads } = tf.valueAndGrads(
          (x: tf.Tensor, w: tf.Tensor, b: tf.Tensor): tf.Tensor => linearHead(x as tf.Tensor2D, w as tf.Tensor2D, b),
        )(
          [tf.tensor(given.x, [rows, features]), tf.tensor(given.w, [features, outputs]), tf.tensor(given.b, [outputs])],
          tf.tensor(given.dy, [rows, outputs]),
        )
        return [value, ...grads]
      })
      const [y, dx, dw, db] = (await Promise.all(tensors.map((tensor) => tensor.data()))) as Float32Array[]
      tf.dispose(tensors)
      return { y, dx, dw, db } as Record<'y' | 'dx' | 'dw' | 'db', Float32Array>
    }
  })
})
