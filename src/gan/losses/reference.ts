// The loss of a pass in plain numbers: what the operation is held to.
import { toNumber } from './expression.ts'
import { type Attributes, conditionalGroups, type GroupOfPass, type InputName } from './pass-loss.ts'

export function ganLossReference(
  { realLogit, rotationLogits, scalars }: Readonly<Record<InputName, Float64Array>>,
  { terms, groups, rotationGroup, batch, n, adversarialWeight, weightIndex, conditionalIndex }: Attributes,
): number {
  const adversarialOf = (all: readonly GroupOfPass[]) => {
    let adversarial = 0
    for (let i = 0; i < batch; i++) {
      const pair = Object.fromEntries(all.map(({ name, from }) => [name, realLogit[from + i] as number]))
      for (const term of terms) adversarial += toNumber(term, pair) / batch
    }
    return adversarial
  }
  const conditional = conditionalIndex === undefined ? 0 : (scalars[conditionalIndex] as number) * adversarialOf(conditionalGroups(groups))
  const first = (groups.find(({ name }) => name === rotationGroup)?.from ?? 0) + batch - n
  let rotation = 0
  for (let i = 0; i < 4 * n; i++) {
    const logits = rotationLogits.subarray(4 * (first + i), 4 * (first + i) + 4)
    const label = Math.floor(i / n)
    rotation += (Math.log(logits.reduce((sum, x) => sum + Math.exp(x), 0)) - (logits[label] as number)) / (4 * n) // -log softmax
  }
  return adversarialWeight * (adversarialOf(groups) + conditional) + (scalars[weightIndex] as number) * rotation
}
