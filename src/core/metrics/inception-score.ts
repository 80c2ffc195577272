// The Inception score [Salimans et al. 2016]: exp of the mean divergence of a sample's classes from the classes of all samples. It is high
// where the classifier is sure of each sample and all its classes occur.
//
// Its limits: it never looks at the real images, so it cannot see that samples are wrong, poor within a class, or copies. It means
// something only where the images are of the classes that the classifier was trained for; on a set of one kind of thing it means nothing.
// Only scores from the same classifier, number of samples and splits can be compared [Barratt and Sharma 2018, "A note on the Inception
// score"].
import { checkTable } from '../features/check.ts'
import { FeatureError, type FeatureTable } from '../features/feature-table.ts'
import { checkCount } from './check.ts'

export interface InceptionScore {
  /** Mean of the splits' scores: from 1, the worst, to the number of classes. */
  readonly mean: number
  /** Standard deviation of the splits' scores. */
  readonly deviation: number
}

const SPLITS = 10

/** @param logits [samples, classes], or logarithms of probabilities, which are logits too; consecutive samples make up the splits */
export function inceptionScore(logits: FeatureTable, splits = SPLITS): InceptionScore {
  checkTable(logits, 'generated images')
  checkCount(logits.rows, splits, 'generated images', `the Inception score in ${splits} splits`)
  if (logits.width < 2)
    throw new FeatureError('One class cannot be told from others: the Inception score needs a classifier of two or more.')
  const scores = Array.from({ length: splits }, (_, split) => {
    const bounds = [split, split + 1].map((edge) => Math.floor((edge * logits.rows) / splits)) as [number, number]
    return scoreOf(logits, ...bounds)
  })
  const mean = scores.reduce((sum, score) => sum + score, 0) / splits
  return { mean, deviation: Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / splits) }
}

/** exp E KL(p(y|x) || p(y)) = exp(H(y) - H(y|x)) of the samples from `first` to before `end`. */
function scoreOf({ values, width }: FeatureTable, first: number, end: number): number {
  const marginal = new Float64Array(width)
  let entropy = 0 // of each sample's classes, in the mean
  for (let row = first; row < end; row++) {
    const logits = Float64Array.from(values.subarray(row * width, (row + 1) * width))
    const largest = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY)
    const scale = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0)) + largest
    for (let k = 0; k < width; k++) {
      const logarithm = (logits[k] as number) - scale
      const probability = Math.exp(logarithm)
      marginal[k] = (marginal[k] as number) + probability / (end - first)
      entropy -= (probability * logarithm) / (end - first)
    }
  }
  return Math.exp(marginal.reduce((sum, probability) => sum - (probability > 0 ? probability * Math.log(probability) : 0), 0) - entropy)
}
