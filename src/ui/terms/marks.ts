// Which words of the texts that come from the tables of settings and charts are explained.
import type { FieldName } from '../../spec/config.ts'
import type { NumberKey } from '../../spec/scores.ts'
import type { TermName } from './terms.ts'

/** Of each term the word that stands for it in a text. */
export type Marks = Readonly<Partial<Record<TermName, string>>>

/** In the help of a setting. */
export const FIELD_MARKS: Readonly<Partial<Record<FieldName, Marks>>> = {
  alpha: { alpha: 'Alpha' },
  beta: { beta: 'Beta' },
  rotatedShare: { 'self-supervision': 'rotation task' },
  conditioning: { conditioning: 'classes' },
  labelFeatures: { features: 'features' },
  rampFrom: { kimg: 'kimg' },
  architecture: { sndcgan: 'SNDCGAN', resnet: 'ResNet' },
  latent: { latent: 'random numbers' },
  generatorNorm: { 'self-modulation': 'Self-modulated', 'batch-norm': 'batch norm' },
  spectralNorm: { 'spectral-norm': 'Spectral norm' },
  loss: { hinge: 'Hinge', 'non-saturating': 'non-saturating', relativistic: 'Relativistic' },
  penalty: { r1: 'R1' },
  learningRateD: { 'learning-rate': 'Step length' },
  adamBeta1: { adam: 'Adam' },
  emaDecay: { ema: 'running average' },
  augmentColor: { augmentation: 'DiffAugment' },
}

/** In the title of a chart, by its id. */
export const CHART_MARKS: Readonly<Record<string, Marks>> = {
  losses: { loss: 'Losses' },
  logits: { logit: 'logit' },
  rotation: { 'rotation-accuracy': 'Rotation accuracy' },
  penalty: { r1: 'Gradient penalty' },
  kid: { kid: 'KID' },
  fid: { fid: 'FID' },
  'precision-recall': { precision: 'Precision', recall: 'recall' },
}

/** In the sentence below the title of a chart, by its id. */
export const CHART_HELP_MARKS: Readonly<Record<string, Marks>> = {
  'loss-parts': { adversarial: 'Adversarial', 'rotation-loss': 'rotation loss' },
}

/** In the help of a score, which explains the score itself. */
export const SCORE_MARKS: Readonly<Partial<Record<NumberKey, Marks>>> = {
  precision: { density: 'density' },
  recall: { coverage: 'coverage' },
}
