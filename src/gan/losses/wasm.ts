// The loss on WebAssembly's memory, in JavaScript: a few hundred logits are not worth more.
import { sizeOf } from '../../tensor/shape.ts'
import type * as tf from '../../tensor/tf.ts'
import type { WasmBackend } from '../../tensor/wasm/module.ts'
import { valuesOf } from '../../tensor/wasm/tensors.ts'
import type { GanLoss } from './gan-loss.ts'

type T = tf.TensorInfo

const TURNS = 4

export function ganLossOnWasm(
  backend: WasmBackend,
  { realness, rotation, numbers }: Record<'realness' | 'rotation' | 'numbers', T>,
  { halves, batch, n, adversarialWeight, weightAt, details }: GanLoss,
): T[] {
  const loss = backend.makeOutput([], 'float32')
  const statistics = backend.makeOutput([3 + (details ? 2 * halves.length : 0)], 'float32')
  const [logits, turnLogits] = [valuesOf(backend, realness), valuesOf(backend, rotation)]
  const rows = batch + 3 * n
  let [adversarial, rotationLoss] = [0, 0]
  const [meanLogits, accuracies]: [number[], number[]] = [[], []]
  halves.forEach(({ term, turnsCount }, half) => {
    let [value, logit, entropy, hits] = [0, 0, 0, 0]
    for (const x of logits.subarray(half * rows, half * rows + batch)) {
      value += term.valueAt(x)
      logit += x
    }
    for (let row = batch - n; row < rows && n > 0; row++) {
      const four = turnLogits.subarray((half * rows + row) * TURNS, (half * rows + row + 1) * TURNS)
      const largest = Math.max(...four)
      const turns = turnsOf(row, batch, n)
      entropy += largest + Math.log(sumOfExponentials(four, largest)) - (four[turns] as number)
      if (four.indexOf(largest) === turns) hits++
    }
    adversarial += value / batch
    meanLogits.push(logit / batch)
    accuracies.push(n > 0 ? hits / (TURNS * n) : 0)
    if (turnsCount && n > 0) rotationLoss += entropy / (TURNS * n)
  })
  const all = adversarialWeight * adversarial + (valuesOf(backend, numbers)[weightAt] as number) * rotationLoss
  valuesOf(backend, loss)[0] = all
  valuesOf(backend, statistics).set([all, adversarial, rotationLoss, ...(details ? [...meanLogits, ...accuracies] : [])])
  return [loss, statistics]
}

export function ganLossGradientOnWasm(
  backend: WasmBackend,
  { dy, realness, rotation, numbers }: Record<'dy' | 'realness' | 'rotation' | 'numbers', T>,
  { halves, batch, n, adversarialWeight, weightAt }: GanLoss,
): T[] {
  const dRealness = backend.makeOutput(realness.shape, 'float32')
  const dRotation = backend.makeOutput(rotation.shape, 'float32')
  const [logits, turnLogits] = [valuesOf(backend, realness), valuesOf(backend, rotation)]
  const [dLogits, dTurnLogits] = [valuesOf(backend, dRealness).fill(0), valuesOf(backend, dRotation).fill(0)]
  const given = valuesOf(backend, dy)[0] as number
  const weight = (given * (valuesOf(backend, numbers)[weightAt] as number)) / (TURNS * n)
  const rows = batch + 3 * n
  for (let index = 0; index < sizeOf(realness.shape); index++) {
    const { term, turnsCount } = halves[Math.floor(index / rows)] as GanLoss['halves'][number]
    const row = index % rows
    if (row < batch) dLogits[index] = (given * adversarialWeight * term.slopeAt(logits[index] as number)) / batch
    if (row < batch - n || !turnsCount || n === 0) continue
    const four = turnLogits.subarray(index * TURNS, (index + 1) * TURNS)
    const largest = Math.max(...four)
    const sum = sumOfExponentials(four, largest)
    four.forEach((x, turns) => {
      dTurnLogits[index * TURNS + turns] = weight * (Math.exp(x - largest) / sum - (turns === turnsOf(row, batch, n) ? 1 : 0))
    })
  }
  return [dRealness, dRotation]
}

/** The quarter turns of a row of a half: the last 4n rows are n upright images and their turned copies, grouped by angle. */
function turnsOf(row: number, batch: number, n: number): number {
  return Math.floor(Math.max(row - (batch - n), 0) / n)
}

function sumOfExponentials(values: Float32Array, largest: number): number {
  return values.reduce((sum, x) => sum + Math.exp(x - largest), 0)
}
