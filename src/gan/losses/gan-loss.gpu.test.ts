// The loss of a pass as an operation: value, first and second gradient.
import { checkOp, opCase } from '../../tensor/ops/check-op.ts'
import type * as tf from '../../tensor/tf.ts'
import { ganLoss } from './gan-loss.ts'
import type { Attributes, PassLoss } from './pass-loss.ts'
import { ganLossReference } from './reference.ts'
import { LOSSES } from './registry.ts'

const [BATCH, N] = [3, 2]
const ROWS = BATCH + 3 * N

/** No loss here has an edge, which finite differences would cross. */
const PASSES: Readonly<Record<string, Pick<PassLoss, 'terms' | 'groups' | 'rotationGroup' | 'n'>>> = {
  'least squares, the pass of D': {
    terms: LOSSES['least-squares'].discriminator,
    groups: [
      { name: 'real', from: 0 },
      { name: 'fake', from: ROWS },
    ],
    rotationGroup: 'real',
    n: N,
  },
  'non-saturating, the pass of G': {
    terms: LOSSES['non-saturating'].generator,
    groups: [{ name: 'fake', from: 0 }],
    rotationGroup: 'fake',
    n: N,
  },
  'relativistic, the pass of G': {
    terms: LOSSES.relativistic.generator,
    groups: [
      { name: 'fake', from: 0 },
      { name: 'real', from: ROWS },
    ],
    rotationGroup: 'fake',
    n: N,
  },
  'non-saturating, the pass of D with conditional logits': {
    terms: LOSSES['non-saturating'].discriminator,
    groups: [
      { name: 'real', from: 0, conditionalFrom: 2 * ROWS },
      { name: 'fake', from: ROWS, conditionalFrom: 3 * ROWS },
    ],
    rotationGroup: 'real',
    n: N,
  },
  'relativistic, the pass of G with conditional logits, nothing rotated': {
    terms: LOSSES.relativistic.generator,
    groups: [
      { name: 'fake', from: 0, conditionalFrom: ROWS },
      { name: 'real', from: 2 * ROWS, conditionalFrom: 2 * ROWS + BATCH },
    ],
    rotationGroup: 'fake',
    n: 0,
  },
  'wasserstein, nothing rotated': { terms: LOSSES.wasserstein.generator, groups: [{ name: 'fake', from: 0 }], rotationGroup: 'fake', n: 0 },
}

checkOp(
  'the loss of a pass',
  Object.entries(PASSES).map(([title, pass]) => {
    const loss: PassLoss = { ...pass, batch: BATCH, adversarialWeight: 0.5, measures: ['loss'] }
    const isConditional = loss.groups.some(({ conditionalFrom }) => conditionalFrom !== undefined)
    const attributes: Attributes = { ...loss, weightIndex: 1, ...(isConditional && { conditionalIndex: 2 }) }
    const rotationRows = ROWS * loss.groups.length
    const rows = isConditional ? 2 * rotationRows : rotationRows
    return opCase({
      title,
      shapes: { realLogit: [rows, 1], rotationLogits: [rotationRows, 4], scalars: [3] },
      differentiable: ['realLogit', 'rotationLogits'],
      run: ({ realLogit, rotationLogits, scalars }) => {
        const output = { realLogit: realLogit as tf.Tensor2D, rotationLogits: rotationLogits as tf.Tensor2D }
        const vector = scalars as tf.Tensor1D
        return ganLoss(output, { vector, index: 1 }, loss, isConditional ? { vector, index: 2 } : null).loss
      },
      reference: (inputs) => [Float64Array.of(ganLossReference(inputs, attributes))],
    })
  }),
)
