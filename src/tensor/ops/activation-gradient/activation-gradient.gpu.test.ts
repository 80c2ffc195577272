import type { NonlinearActivation } from '../activation.ts'
import { checkOp, opCase } from '../check-op.ts'
import { sumOfSlices } from '../sum-of-slices/sum-of-slices.ts'
import { normals } from '../test-support.ts'
import { activationGradient } from './activation-gradient.ts'
import { activationGradientReference } from './reference.ts'

const ACTIVATIONS: readonly NonlinearActivation[] = [{ kind: 'relu' }, { kind: 'leakyRelu', leak: 0.1 }, { kind: 'tanh' }]

checkOp(
  'activation gradient',
  ACTIVATIONS.flatMap((activation) =>
    [3, 4].map((channels) =>
      opCase({
        title: `${activation.kind}, ${channels} channels`,
        shapes: { dy: [2, 3, 1, channels], y: [2, 3, 1, channels] },
        values: { y: normals([2, 3, 1, channels], 2).map((value) => value + Math.sign(value) / 10) }, // finite differences stay off the kink
        run: ({ dy, y }) => {
          const [before, partial] = activationGradient({ dy, y }, { activation })
          return [before, sumOfSlices(partial)]
        },
        reference: ({ dy, y }) => activationGradientReference(activation, dy, y, channels),
      }),
    ),
  ),
)
