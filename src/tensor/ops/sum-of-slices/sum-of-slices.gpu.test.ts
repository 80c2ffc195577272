import { checkOp, opCase } from '../check-op.ts'
import { channelSums } from './channel-sums.ts'
import { sumOfSlicesReference } from './reference.ts'
import { sumOfSlices } from './sum-of-slices.ts'

checkOp(
  'sum of slices',
  [1, 3, 4].map((count) =>
    opCase({
      title: `five slices of ${count}`,
      shapes: { partial: [5, count] },
      run: ({ partial }) => sumOfSlices(partial),
      reference: ({ partial }) => [sumOfSlicesReference(partial, count)],
    }),
  ),
)

checkOp(
  'channel sums',
  [1, 3, 8].map((channels) =>
    opCase({
      title: `of ${channels} channels`,
      shapes: { x: [2, 5, 4, channels] },
      run: ({ x }) => channelSums(x),
      reference: ({ x }) => [sumOfSlicesReference(x, channels)],
    }),
  ),
)
