// The classes of a run from the command line: found between two of its steps, and written as a table into its folder.
import type { Dataset } from '../data/dataset.ts'
import { analyseHere } from '../eval/analysis.ts'
import type { FeatureNetwork } from '../eval/features/networks/network.ts'
import { labelledEvent } from '../eval/labelling/labelled-event.ts'
import { accuracyOf, findClasses, isLabellingDue } from '../eval/labelling/labelling.ts'
import { hasOtherLabels } from '../eval/labelling/other-labels.ts'
import { predictedClasses } from '../eval/labelling/predicted-classes.ts'
import type { ClassLabels } from '../gan/class-labels.ts'
import type { Run } from '../gan/run.ts'
import { CancelledError, type CancelSignal } from '../spec/cancel.ts'
import { NO_CLASS } from '../spec/classes.ts'
import { csvOf } from '../spec/csv.ts'
import { lineOf } from '../spec/run-log.ts'
import { percent } from '../spec/words.ts'
import type { Logger } from './logger.ts'
import type { RunOutput } from './run-output.ts'

/** An image of the run: its number in the prepared set, and where it comes from. */
export interface NamedImage {
  readonly number: number
  readonly path: string
}

interface TrainLabellingDependencies {
  readonly run: Run
  readonly dataset: Dataset
  /** One for each image of the dataset. */
  readonly images: readonly NamedImage[]
  network(): Promise<FeatureNetwork>
  readonly output: Pick<RunOutput, 'log' | 'writeLabels'>
  readonly logger: Logger
}

export interface TrainLabelling {
  /**
   * Before the next step, where it needs them.
   * @returns false where it was cancelled
   * @throws FeatureError or TrainingError with a sentence for a person
   */
  findIfDue(signal: CancelSignal): Promise<boolean>
  /** After the last step. @returns share of the labels hidden from training that are inferred rightly; null where there is nothing to say */
  finish(): Promise<number | null>
}

export function trainLabelling({ run, dataset, images, network, output, logger }: TrainLabellingDependencies): TrainLabelling {
  async function find(signal: CancelSignal): Promise<void> {
    const { classes: before } = run
    const found = await findClasses(run, dataset, {
      network,
      analyse: analyseHere,
      now: () => performance.now() / 1000,
      signal,
      onProgress: ({ words, share, left }) => logger.progress(Math.round(100 * share), 100, left, `classes: ${words.toLowerCase()}`),
    })
    run.setClasses(found)
    const event = labelledEvent(before, found, dataset)
    logger.event(lineOf(event))
    await output.log(event)
    await output.writeLabels(labelTable(found, images))
  }
  return {
    async findIfDue(signal) {
      if (!isLabellingDue(run)) return true
      try {
        await find(signal)
        return true
      } catch (error) {
        if (error instanceof CancelledError) return false
        throw error
      }
    },
    async finish() {
      const predicted = await predictedClasses(run, dataset, {
        onProgress: (share) => logger.progress(Math.round(100 * share), 100, null, 'predicting the labels'),
      })
      logger.endProgress()
      if (predicted) await output.writeLabels(labelTable(predicted, images))
      const classes = predicted ?? run.classes
      return classes && accuracyOf(classes, dataset)
    },
  }
}

/** Number, path, label, how sure it is, and whether it was given; the last three are empty where D is told no class. One image a row. */
export function labelTable({ names, ofImages, confidence, given }: ClassLabels, images: readonly NamedImage[]): string {
  const rows = images.map(({ number, path }, i) => {
    const label = ofImages[i] as number
    if (label === NO_CLASS) return [String(number), path, '', '', '']
    const sure = String(Number((confidence[i] as number).toPrecision(4)))
    return [String(number), path, names[label] ?? '', sure, given[i] === label ? 'given' : 'inferred']
  })
  return csvOf([['number', 'path', 'label', 'confidence', 'origin'], ...rows])
}

/** The labels of the images that a run goes on with; null where they are those that the images have now. */
export function describeOtherLabels({ config, classes }: Pick<Run, 'config' | 'classes'>, dataset: Dataset): string | null {
  if (!classes || !hasOtherLabels(config, classes, dataset)) return null
  return 'The labels of the images are not those with which the run began: it goes on with the labels that it knows.'
}

export function describeAccuracy(accuracy: number): string {
  return `Of the labels that were hidden from training, ${percent(accuracy)} are inferred rightly.`
}
