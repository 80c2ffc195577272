// Finds the classes of the current run between two of its steps, and tells the page of them.
import type { Dataset } from '../../data/dataset.ts'
import type { Analyse } from '../../eval/analysis.ts'
import type { FeatureNetwork } from '../../eval/features/networks/network.ts'
import { labelledEvent } from '../../eval/labelling/labelled-event.ts'
import { accuracyOf, findClasses } from '../../eval/labelling/labelling.ts'
import { hasOtherLabels } from '../../eval/labelling/other-labels.ts'
import type { Run } from '../../gan/run.ts'
import type { TrainerEvent } from '../../protocol.ts'
import type { CancelSignal } from '../../spec/cancel.ts'
import { type ImagePlaces, runClasses } from './run-classes.ts'
import type { RunLog } from './run-log.ts'
import type { ActiveRun } from './step-tasks.ts'

export interface RunLabellingDependencies {
  /** Emits nothing any more once the run has ended. */
  emit(event: TrainerEvent): void
  /** Seconds of a steady clock. */
  now(): number
  /** The feature network that ships with the page: whatever scores are made with, the classes of a run are the same. */
  shippedNetwork(): Promise<FeatureNetwork>
  readonly analyse: Analyse
  /** Where the images of a run are in the open set. */
  imagePlaces(dataset: Dataset): ImagePlaces
  readonly log: RunLog
}

export class RunLabelling {
  private readonly deps: RunLabellingDependencies
  /** Number of the run. */
  private readonly id: number

  constructor(deps: RunLabellingDependencies, id: number) {
    this.deps = deps
    this.id = id
  }

  /** Tells the page which classes the run has, or that it has none. */
  announce({ config, classes }: Pick<Run, 'config' | 'classes'>, dataset: Dataset): void {
    const accuracy = classes && accuracyOf(classes, dataset)
    this.deps.emit({ type: 'classes', run: this.id, classes: runClasses(config, classes, this.deps.imagePlaces(dataset), accuracy) })
  }

  /** Says so where a run that is taken up goes on with other labels than those of its images now. */
  compare({ config, classes }: Pick<Run, 'config' | 'classes'>, dataset: Dataset): void {
    if (classes && hasOtherLabels(config, classes, dataset)) this.deps.emit({ type: 'labels-changed', run: this.id })
  }

  /**
   * Until it is to be given up.
   * @throws FeatureError or TrainingError with a sentence for a person; CancelledError. Then the run has the classes that it had.
   */
  async find({ run, dataset }: ActiveRun, isGivenUp: () => boolean): Promise<void> {
    const { emit, now, shippedNetwork, analyse, log } = this.deps
    const { classes: before } = run
    try {
      const found = await findClasses(run, dataset, {
        network: shippedNetwork,
        analyse,
        now,
        signal: signalOf(isGivenUp),
        onProgress: (progress) => emit({ type: 'labelling', run: this.id, progress }),
      })
      run.setClasses(found)
      log.announce(labelledEvent(before, found, dataset))
      this.announce(run, dataset)
    } finally {
      emit({ type: 'labelling', run: this.id, progress: null })
    }
  }
}

/** Aborted as soon as that says so. */
export function signalOf(isGivenUp: () => boolean): CancelSignal {
  return {
    get aborted() {
      return isGivenUp()
    },
  }
}
