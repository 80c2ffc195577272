// Finds the classes of a run between two of its steps, where they are not given: clusters, or labels inferred from a few.
import type { Dataset } from '../../data/dataset.ts'
import type { ClassLabels } from '../../gan/class-labels.ts'
import type { Run } from '../../gan/run.ts'
import type { CancelSignal } from '../../spec/cancel.ts'
import type { LabellingProgress } from '../../spec/classes.ts'
import type { Analyse } from '../analysis.ts'
import { FeatureError } from '../errors.ts'
import type { FeatureNetwork } from '../features/networks/network.ts'

export interface LabellingDependencies {
  network(): Promise<FeatureNetwork>
  /** Computes on the CPU: in the page in a Worker of its own, in Node by a plain call. */
  readonly analyse: Analyse
  /** Seconds of a steady clock. */
  now(): number
  readonly signal?: CancelSignal
  onProgress?(progress: LabellingProgress): void
}

type LabelledRun = Pick<Run, 'config' | 'step' | 'models' | 'classes'>

/** Whether the classes of a run must be found before its next step. */
export function isLabellingDue({ config, step, classes }: Pick<Run, 'config' | 'step' | 'classes'>): boolean {
  if (config.conditioning === 'none') return false
  if (!classes) return true
  const isFoundAnew = (config.conditioning === 'clusters' || config.conditioning === 'inferred') && config.labelFeatures === 'discriminator'
  return isFoundAnew && step % config.relabelEvery === 0 && classes.step < step
}

/** @throws FeatureError or TrainingError with a sentence for a person; CancelledError */
export async function findClasses(_run: LabelledRun, _dataset: Dataset, _deps: LabellingDependencies): Promise<ClassLabels> {
  throw new FeatureError('Classes cannot be found yet.')
}

/** Share of the images whose label was hidden from training that are in the right class; null where none was hidden, or none was inferred. */
export function accuracyOf(_classes: ClassLabels, _dataset: Dataset): number | null {
  return null
}
