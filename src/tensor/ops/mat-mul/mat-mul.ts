// The product of matrices on WebAssembly, by the functions of the convolutions. TensorFlow.js's kernel caches a packed copy of a weight for as
// long as the tensor lives, which would be out of date once Adam has changed the weight in place; and it is slow where a matrix is transposed.
import { sizeOf } from '../../shape.ts'
import * as tf from '../../tf.ts'
import type { WasmBackend } from '../../wasm/module.ts'
import { addressOf, withScratch } from '../../wasm/tensors.ts'
import { multiply, multiplyTransposed } from '../conv2d/wasm.ts'
import { replaceKernel } from '../op.ts'

interface Attributes {
  readonly transposeA: boolean
  readonly transposeB: boolean
}

/** a [..., M, K] times b [..., K, N], each transposed or not → [..., M, N]; of batches that differ in length, one has one matrix. */
replaceKernel<'a' | 'b', Attributes>({
  name: 'BatchMatMul',
  wasm(backend, { a, b }, { transposeA, transposeB }) {
    const [rowsA, columnsA] = a.shape.slice(-2) as [number, number]
    const [rowsB, columnsB] = b.shape.slice(-2) as [number, number]
    const sides = { M: transposeA ? columnsA : rowsA, K: transposeA ? rowsA : columnsA, N: transposeB ? rowsB : columnsB }
    const batch = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2))
    const [count, countA, countB] = [batch, a.shape.slice(0, -2), b.shape.slice(0, -2)].map(sizeOf) as [number, number, number]
    if ([countA, countB].some((own) => own !== 1 && own !== count))
      throw new Error(`batches of ${a.shape} and ${b.shape} do not go together`)
    const y = backend.makeOutput([...batch, sides.M, sides.N], 'float32')
    for (let i = 0; i < count; i++) {
      const atA = addressOf(backend, a, (i % countA) * rowsA * columnsA)
      const atB = addressOf(backend, b, (i % countB) * rowsB * columnsB)
      const atY = addressOf(backend, y, i * sides.M * sides.N)
      if (!transposeA) multiply(backend, atA, atB, atY, sides, transposeB)
      else if (!transposeB) multiplyTransposed(backend, atA, atB, atY, sides)
      else withTransposed(backend, atA, sides, (transposed) => multiply(backend, transposed, atB, atY, sides, true))
    }
    return y
  },
})

/** Does `work` with the address of a [K, M] transposed. */
function withTransposed(backend: WasmBackend, a: number, { M, K }: { M: number; K: number }, work: (address: number) => void): void {
  withScratch(backend, M * K * Float32Array.BYTES_PER_ELEMENT, (address) => {
    const { buffer } = backend.wasm.HEAPU8
    const [from, to] = [new Float32Array(buffer, a, M * K), new Float32Array(buffer, address, M * K)]
    for (let row = 0; row < K; row++) for (let column = 0; column < M; column++) to[column * K + row] = from[row * M + column] as number
    work(address)
  })
}
