// The loss of a pass through D and what is measured with it, as one operation: a dispatch, and another for its gradient.
import { defineOp } from '../../tensor/ops/op.ts'
import { dispatch } from '../../tensor/ops/program.ts'
import * as tf from '../../tensor/tf.ts'
import type { DiscriminatorOutput } from '../networks/heads.ts'
import type { NamedScalar } from '../step-scalars.ts'
import { mentions } from './expression.ts'
import { ganLossFallback, ganLossGradientFallback } from './fallback.ts'
import { type Attributes, type InputName, isFormula, type PassLoss } from './pass-loss.ts'
import { forwardProgram, gradientProgram } from './programs.ts'
import { ganLossGradientOnWasm, ganLossOnWasm } from './wasm.ts'

/**
 * The loss, and its measures in their order.
 * @param conditionalWeight of the adversarial loss of the conditional logits, where the groups have any
 * @throws Error where a formula reads the logits of a group that the pass does not have
 */
export function ganLoss(
  { realLogit, rotationLogits }: Pick<DiscriminatorOutput, 'realLogit' | 'rotationLogits'>,
  rotationWeight: NamedScalar,
  loss: PassLoss,
  conditionalWeight: NamedScalar | null = null,
): { loss: tf.Scalar; values: tf.Tensor1D } {
  const missing = (['real', 'fake'] as const).find((group) => {
    return (
      !loss.groups.some(({ name }) => name === group) &&
      [...loss.terms, ...loss.measures.filter(isFormula)].some((formula) => mentions(formula, group))
    )
  })
  if (missing) throw new Error(`the loss reads the logits of ${missing} images, which this pass does not have`)
  const attributes: Attributes = {
    ...loss,
    weightIndex: rotationWeight.index,
    ...(conditionalWeight && { conditionalIndex: conditionalWeight.index }),
  }
  const [value, values] = ganLossOp({ realLogit, rotationLogits, scalars: rotationWeight.vector }, attributes)
  return { loss: value, values }
}

const ganLossOp = defineOp<InputName, Attributes, [tf.Scalar, tf.Tensor1D]>({
  name: 'GanLoss',
  webgpu(backend, { realLogit, rotationLogits, scalars }, loss) {
    const value = backend.makeTensorInfo([], 'float32')
    const values = backend.makeTensorInfo([loss.measures.length], 'float32')
    // without rotations nothing reads their logits
    dispatch(backend, forwardProgram(loss), [scalars, realLogit, ...(loss.n > 0 ? [rotationLogits] : []), value, values])
    return [value, values]
  },
  wasm: ganLossOnWasm,
  fallback: ganLossFallback,
  gradient: {
    keptInputs: ['realLogit', 'rotationLogits', 'scalars'],
    of(dys, kept, attributes) {
      const [dy] = dys as [tf.Tensor, tf.Tensor] // nothing is learnt from the measures
      const [realLogit, rotationLogits, scalars] = kept as [tf.Tensor, tf.Tensor, tf.Tensor]
      const [dRealLogit, dRotationLogits] = gradientOp({ dy, realLogit, rotationLogits, scalars }, attributes)
      return { realLogit: () => tf.clone(dRealLogit), rotationLogits: () => tf.clone(dRotationLogits) }
    },
  },
})

const gradientOp = defineOp<InputName | 'dy', Attributes, [tf.Tensor, tf.Tensor]>({
  name: 'GanLossGradient',
  webgpu(backend, { dy, realLogit, rotationLogits, scalars }, loss) {
    const dRealLogit = backend.makeTensorInfo(realLogit.shape, 'float32')
    const dRotationLogits = backend.makeTensorInfo(rotationLogits.shape, 'float32')
    const weighted = loss.n > 0 || loss.conditionalIndex !== undefined
    const given = [dy, realLogit, ...(weighted ? [scalars] : []), ...(loss.n > 0 ? [rotationLogits] : [])]
    const program = gradientProgram(loss, realLogit.shape[0] as number, rotationLogits.shape[0] as number)
    dispatch(backend, program, [...given, dRealLogit, dRotationLogits])
    return [dRealLogit, dRotationLogits]
  },
  wasm: ganLossGradientOnWasm,
  fallback: ganLossGradientFallback,
  gradient: 'composed',
})
