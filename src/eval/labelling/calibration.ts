// From scores to probabilities: a softmax of scores times one number, which is fitted to labelled rows that were left out [temperature scaling,
// Guo et al. 2017, §4.2].

/** Rows of scores, [rows, outputs], as probabilities. */
export function softmaxRows(scores: Float64Array, outputs: number, scale: number): Float64Array {
  const chances = new Float64Array(scores.length)
  for (let at = 0; at < scores.length; at += outputs) {
    let largest = Number.NEGATIVE_INFINITY
    for (let o = 0; o < outputs; o++) largest = Math.max(largest, scale * (scores[at + o] as number))
    let sum = 0
    for (let o = 0; o < outputs; o++) {
      chances[at + o] = Math.exp(scale * (scores[at + o] as number) - largest)
      sum += chances[at + o] as number
    }
    for (let o = 0; o < outputs; o++) chances[at + o] = (chances[at + o] as number) / sum
  }
  return chances
}

/** Without rows to fit it to. */
const UNKNOWN = 4
/** Far more than is ever needed. */
const MAX_SCALE = 1000
const HALVINGS = 40

/**
 * The scale, at least 0, at which those of the rows with these indices are likeliest. Few rows, however right, are no reason to be certain: as
 * in Platt's scaling [1999, §2.1] n rows count as (n + 1) right in (n + 2).
 * @param classes the place of the right output of each row
 */
export function calibrate(scores: Float64Array, classes: ArrayLike<number>, outputs: number, judged: readonly number[]): number {
  if (judged.length === 0) return UNKNOWN
  const certainty = (judged.length + 1) / (judged.length + 2)
  const rest = (1 - certainty) / (outputs - 1)
  const some = new Float64Array(judged.flatMap((row) => [...scores.subarray(row * outputs, (row + 1) * outputs)]))
  const wanted = judged.reduce((sum, row, i) => {
    const own = classes[row] as number
    let mean = 0
    for (let o = 0; o < outputs; o++) mean += (o === own ? certainty : rest) * (some[i * outputs + o] as number)
    return sum + mean
  }, 0)
  // the logarithm of the likelihood is concave in the scale: its slope falls, and is 0 at the maximum
  const slope = (scale: number) =>
    wanted - softmaxRows(some, outputs, scale).reduce((sum, chance, i) => sum + chance * (some[i] as number), 0)
  let [low, high] = [0, 1]
  while (slope(high) > 0 && high < MAX_SCALE) [low, high] = [high, 2 * high]
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2
    if (slope(middle) > 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}
