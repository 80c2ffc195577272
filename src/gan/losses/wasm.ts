// The loss of a pass on WebAssembly's memory, in JavaScript: a few hundred logits are not worth more.
import type { Inputs } from '../../tensor/ops/op.ts'
import type * as tf from '../../tensor/tf.ts'
import type { WasmBackend } from '../../tensor/wasm/module.ts'
import { valuesOf } from '../../tensor/wasm/tensors.ts'
import { ROTATIONS } from '../networks/heads.ts'
import { add, derivative, type Expression, type Group, toNumber } from './expression.ts'
import { type Attributes, conditionalGroups, type GroupOfPass, type InputName, isFormula, type NamedMeasure } from './pass-loss.ts'

export function ganLossOnWasm(
  backend: WasmBackend,
  { realLogit, rotationLogits, scalars }: Inputs<InputName>,
  pass: Attributes,
): tf.TensorInfo[] {
  const { terms, groups, batch, n, rotationGroup, adversarialWeight, weightIndex, conditionalIndex, measures } = pass
  const loss = backend.makeOutput([], 'float32')
  const values = backend.makeOutput([measures.length], 'float32')
  const [logits, four] = [valuesOf(backend, realLogit), valuesOf(backend, rotationLogits)]
  const measured: Partial<Record<NamedMeasure, number>> = {}
  for (const { name, from } of groups) {
    if (n > 0 && name !== rotationGroup && !measures.includes(`${name}Accuracy`)) continue // it has no rotated copies
    const { entropy, hits } = n > 0 ? rotationSums(four, from, pass) : { entropy: 0, hits: 0 }
    measured[`${name}Accuracy`] = n > 0 ? hits / (ROTATIONS * n) : 0
    if (name === rotationGroup) measured.rotation = n > 0 ? entropy / (ROTATIONS * n) : 0
  }
  const average = (formula: Expression, of = groups) => sum(batch, (row) => toNumber(formula, pairAt(logits, row, of))) / batch
  const averageOfTerms = (of: readonly GroupOfPass[]) => terms.map((term) => average(term, of)).reduce((total, mean) => total + mean)
  const adversarial = averageOfTerms(groups)
  const weights = valuesOf(backend, scalars)
  const weight = weights[weightIndex] as number
  const conditional = conditionalIndex === undefined ? 0 : averageOfTerms(conditionalGroups(groups))
  const conditionalWeight = conditionalIndex === undefined ? 0 : (weights[conditionalIndex] as number)
  const all: Partial<Record<NamedMeasure, number>> = {
    ...measured,
    adversarial,
    conditional,
    conditionalWeight,
    loss: adversarialWeight * adversarial + weight * (measured.rotation as number) + adversarialWeight * conditionalWeight * conditional,
  }
  valuesOf(backend, loss)[0] = all.loss as number
  valuesOf(backend, values).set(measures.map((measure) => (isFormula(measure) ? average(measure) : (all[measure] as number))))
  return [loss, values]
}

export function ganLossGradientOnWasm(
  backend: WasmBackend,
  { dy, realLogit, rotationLogits, scalars }: Inputs<InputName | 'dy'>,
  pass: Attributes,
): tf.TensorInfo[] {
  const { terms, groups, rotationGroup, batch, n, adversarialWeight, weightIndex, conditionalIndex } = pass
  const dRealLogit = backend.makeOutput(realLogit.shape, 'float32')
  const dRotationLogits = backend.makeOutput(rotationLogits.shape, 'float32')
  const [logits, allFour] = [valuesOf(backend, realLogit), valuesOf(backend, rotationLogits)]
  const [dLogits, dAllFour] = [valuesOf(backend, dRealLogit).fill(0), valuesOf(backend, dRotationLogits).fill(0)]
  const given = valuesOf(backend, dy)[0] as number
  const weights = valuesOf(backend, scalars)
  const differentiate = (of: readonly GroupOfPass[], weight: number) => {
    for (const { name, from } of of) {
      const formula = terms.map((term) => derivative(term, name)).reduce(add)
      for (let row = 0; row < batch; row++) {
        dLogits[from + row] = (weight * toNumber(formula, pairAt(logits, row, of))) / batch
      }
    }
  }
  differentiate(groups, given * adversarialWeight)
  if (conditionalIndex !== undefined)
    differentiate(conditionalGroups(groups), given * adversarialWeight * (weights[conditionalIndex] as number))
  const weight = (given * (weights[weightIndex] as number)) / (ROTATIONS * n)
  const { from } = groups.find(({ name }) => name === rotationGroup) as Attributes['groups'][number]
  for (let row = batch - n; row < batch + 3 * n && n > 0; row++) {
    const start = (from + row) * ROTATIONS
    const four = allFour.subarray(start, start + ROTATIONS)
    const largest = Math.max(...four)
    const total = sumOfExponentials(four, largest)
    four.forEach((x, rotation) => {
      dAllFour[start + rotation] = weight * (Math.exp(x - largest) / total - (rotation === rotationOf(row, pass) ? 1 : 0))
    })
  }
  return [dRealLogit, dRotationLogits]
}

/** Over the images of a group that are there in all four rotations: the cross-entropy, and how many are predicted right. */
function rotationSums(logits: Float32Array, from: number, pass: Attributes): { entropy: number; hits: number } {
  let [entropy, hits] = [0, 0]
  for (let row = pass.batch - pass.n; row < pass.batch + 3 * pass.n; row++) {
    const four = logits.subarray((from + row) * ROTATIONS, (from + row + 1) * ROTATIONS)
    const largest = Math.max(...four)
    const rotation = rotationOf(row, pass)
    entropy += largest + Math.log(sumOfExponentials(four, largest)) - (four[rotation] as number)
    if (four.indexOf(largest) === rotation) hits++
  }
  return { entropy, hits }
}

/** The logits of the groups' images of that row. */
function pairAt(logits: Float32Array, row: number, groups: readonly GroupOfPass[]): Partial<Record<Group, number>> {
  return Object.fromEntries(groups.map(({ name, from }) => [name, logits[from + row] as number]))
}

/** The rotation class of a row of a group: the last 4n rows are n upright images and their rotated copies, grouped by angle. */
function rotationOf(row: number, { batch, n }: Attributes): number {
  return Math.floor(Math.max(row - (batch - n), 0) / n)
}

function sum(count: number, valueAt: (row: number) => number): number {
  let total = 0
  for (let row = 0; row < count; row++) total += valueAt(row)
  return total
}

/** Of the differences from the largest, so that none overflows. */
export function sumOfExponentials(values: Float32Array, largest: number): number {
  return values.reduce((total, x) => total + Math.exp(x - largest), 0)
}
