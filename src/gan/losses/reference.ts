// The loss of a pass in plain numbers: what the operation is held to.
import { toNumber } from './expression.ts'
import type { Attributes, InputName } from './pass-loss.ts'

export function ganLossReference(
  { realLogit, rotationLogits, scalars }: Readonly<Record<InputName, Float64Array>>,
  { terms, groups, rotationGroup, batch, n, adversarialWeight, weightIndex }: Attributes,
): number {
  let adversarial = 0
  for (let i = 0; i < batch; i++) {
    const pair = Object.fromEntries(groups.map(({ name, from }) => [name, realLogit[from + i] as number]))
    for (const term of terms) adversarial += toNumber(term, pair) / batch
  }
  const first = (groups.find(({ name }) => name === rotationGroup)?.from ?? 0) + batch - n
  let rotation = 0
  for (let i = 0; i < 4 * n; i++) {
    const logits = rotationLogits.subarray(4 * (first + i), 4 * (first + i) + 4)
    const label = Math.floor(i / n)
    rotation += (Math.log(logits.reduce((sum, x) => sum + Math.exp(x), 0)) - (logits[label] as number)) / (4 * n) // -log softmax
  }
  return adversarialWeight * adversarial + (scalars[weightIndex] as number) * rotation
}
