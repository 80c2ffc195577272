// Why an action of the page is blocked: every reason as one sentence for the person, and the conditions shared by several actions.
import { isSamePreparation, needsLabels, preparationOf } from '../../spec/config.ts'
import type { FeatureAnalysis } from '../../spec/feature-analyses.ts'
import { preparedOtherwise } from '../../spec/kept.ts'
import { type OpenedKept, openedKeptSet } from '../data/data-slice.ts'
import { wantedFile } from '../samples/timeline-slice.ts'
import { runOnPage } from '../train/describe-keep.ts'
import { isExample, isUnderWay, needsRestart, runExists, stepsAtStake } from '../train/run-slice.ts'
import type { State } from './store.ts'

export const REASONS = {
  restartFirst: 'Restart the trainer first.',
  noDevice: 'There is no device to train on.',
  deviceSought: 'Looking for a device to train on…',
  deviceInUse: 'This is how it trains now.',

  noImages: 'Choose images first.',
  imagesOpening: 'The images are being prepared…',
  imagesOutdated: 'The images were prepared with other settings.',
  allLeftOut: 'All images are left out: take some of them first.',
  noLabels: 'These settings learn from labels, and the images have none: label a few of each kind, or choose clusters, which need none.',
  oneLabel:
    'These settings learn from labels, and the images have only one: label a few of another kind, or choose clusters, which need none.',
  noneShown: 'No image is shown.',
  noBulkChoice: 'There is no bulk choice to undo.',
  setIsOpen: 'This set is open.',
  fixed: 'Fixed for this run; Reset to change.',
  choiceFixed: 'There is a run on these images: Reset it to choose others.',
  settingsIncludeIt: 'Your settings already include this.',

  notInLesson: 'The lesson leaves this out: leave it to have the whole page.',

  watching: 'Another tab trains this run: take over to train it here.',
  inOtherTab: 'Another tab trains this run: watch it or take over.',
  trainsHere: 'It is training here.',
  notResumable: 'This run can only be looked at: the state of its training is not kept.',
  takingOver: 'The other tab saves it and lets go.',
  noRun: 'There is no run yet: press Train first.',
  nothingToReset: 'There is no run to reset.',
  noStep: 'The run has made no step yet.',
  noValues: 'There are no values yet.',
  training: 'A run is training: pause it first, since it would distort the timings.',
  pausing: 'It pauses after the current step.',
  pauseFirst: 'Pause first.',
  slowStepUnderWay: 'A step is being made.',
  finished: 'The run is finished: train further first.',
  ending: 'The last step is still finishing.',
  networksLost: 'The run has stopped, and its networks are no longer in memory.',
  onlyShown: 'This run is only shown: continue it first.',
  example: 'The finished example can only be looked at: train your own first.',
  picturesOnly: 'Only the pictures of this step are kept: it can only be looked at.',
  notListed: 'This run is not kept in this browser.',
  networksOnly: 'Only the networks of this step are kept, not the state of training.',
  snapshotSeeds: 'Of an earlier step only these samples are kept: go back to the live ones first.',
  noMoreSamples: 'The run has ended: it draws no more samples.',
  atBestStep: 'The run is at that step now.',

  firstSeeds: 'These are the first seeds.',
  noMoreClasses: 'There are no more classes there.',
  firstSeed: 'This is the first seed.',
  noSamples: 'There are no samples yet.',
  noEnds: 'Choose A and B first.',
  drawing: 'It is being drawn.',

  scoring: 'A score is being computed: wait for it or cancel it first.',
  analysing: 'Features are being analysed: wait for that or cancel it first.',
  measuring: 'It is being measured.',
  making: 'It is being made.',
  fileMaking: 'A file is being made.',
  cancelling: 'It is being cancelled.',

  notKept: 'The run is not kept in this browser yet.',
  otherTab: 'Another tab trains it.',
  shownRun: 'It is shown on this page: close it first.',
  currentRun: 'It is the run on this page: Reset it first.',
  imagesBuiltin: 'They come with the page, so the file does not need them.',
  imagesNotKept: 'They are not kept in this browser.',
  nothingToThin: 'It has no snapshots between the last and the best one.',
  chooseTwoRuns: 'Check two to four runs in the list.',
  runImporting: 'A file is being read.',
  runReading: 'A run is being read.',
  onThisPage: 'It is on this page now.',
  onlyLook: 'It can only be looked at: what training needs is not in it.',
  pauseOther: 'Pause the run on this page first.',
  sameValue: 'Choose another value than it had.',
} as const

export function trainBlocker({ run, data, settings, keep }: State): string | null {
  if (keep.watching) return REASONS.watching
  const blocker = deviceBlocker(run) ?? openBlocker(data)
  if (blocker !== null) return blocker
  const kept = mismatchedKeptSet({ data, settings })
  if (kept) return describeMismatch(kept, settings)
  return isOutdated(data, settings) ? REASONS.imagesOutdated : (takenBlocker(data) ?? labelsBlocker({ data, settings }))
}

function deviceBlocker({ failure, device }: State['run']): string | null {
  if (needsRestart(failure)) return REASONS.restartFirst
  if (device !== null) return null
  return failure ? REASONS.noDevice : REASONS.deviceSought
}

function openBlocker({ opening, opened }: State['data']): string | null {
  if (opening !== null) return REASONS.imagesOpening
  return opened === null ? REASONS.noImages : null
}

function takenBlocker({ opened }: State['data']): string | null {
  return opened?.summary.count === 0 ? REASONS.allLeftOut : null
}

/** The settings ask for labels that the open images do not have. */
export function labelsBlocker({ data: { opened }, settings }: Pick<State, 'data' | 'settings'>): string | null {
  if (opened === null || !needsLabels(settings.config)) return null
  const classes = opened.summary.labels?.names.length ?? 0
  if (classes >= 2) return null
  return classes === 1 ? REASONS.oneLabel : REASONS.noLabels
}

/** Whether the settings have changed since the open images were prepared. */
export function isOutdated(data: State['data'], settings: State['settings']): boolean {
  return data.opened !== null && !data.opening && !isSamePreparation(data.opened.preparation, preparationOf(settings.config))
}

/** The open kept set, if the settings have changed since it was prepared. Its original files are needed to prepare it again. */
export function mismatchedKeptSet({ data, settings }: Pick<State, 'data' | 'settings'>): OpenedKept | null {
  const kept = openedKeptSet(data)
  return kept && isOutdated(data, settings) ? kept : null
}

export function describeMismatch({ source, preparation }: OpenedKept, { config }: State['settings']): string {
  const { message, advice } = preparedOtherwise(source.name, preparation, config)
  return `${message} ${advice}`
}

/** The announcement for settings that the open kept set was not prepared with, or null. */
export function describeNewMismatch(before: State, after: State): string | null {
  const kept = mismatchedKeptSet(after)
  return kept && !mismatchedKeptSet(before) ? describeMismatch(kept, after.settings) : null
}

/** For whatever reads the networks of the run. */
export function networkBlocker(state: Pick<State, 'run' | 'data' | 'keep' | 'runs'>): string | null {
  const { run, data } = state
  if (run.state === 'viewing') return viewBlocker(state)
  if (data.opened === null) return REASONS.noImages
  if (data.opened.summary.count === 0) return REASONS.allLeftOut
  if (run.state === 'failed' && stepsAtStake(run) > 0) return REASONS.networksLost
  if (!runExists(run.state)) return REASONS.noRun
  return run.report === null ? REASONS.noStep : null
}

const MAKING: Readonly<Record<FeatureAnalysis['kind'], string>> = {
  neighbours: 'Neighbours are being searched',
  'sample-neighbours': 'The images nearest to a sample are being searched',
  map: 'The map is being made',
  clusters: 'The clusters are being found',
  split: 'A cluster is being split',
  probe: 'The linear probe is being measured',
  rotations: 'The rotations are being measured',
  suggestions: 'Labels are being suggested',
}

/** Of a run that is only shown. */
function viewBlocker(state: Pick<State, 'run' | 'keep' | 'runs'>): string {
  if (isExample(state.run)) return REASONS.example
  if (state.keep.watching) return REASONS.watching
  return runOnPage(state)?.resumable === false ? REASONS.onlyLook : REASONS.onlyShown
}

/** A newer analysis would replace one of another kind that is still running. */
export function analysisBlocker(
  { run, data, analyses }: Pick<State, 'run' | 'data' | 'analyses'>,
  kind: FeatureAnalysis['kind'],
): string | null {
  const blocker = deviceBlocker(run) ?? openBlocker(data) ?? takenBlocker(data)
  if (blocker !== null) return blocker
  const under = analyses.underWay?.analysis.kind
  const isReplaced = under === undefined || under === kind || under === 'suggestions' // suggestions are asked for again afterwards
  return isReplaced ? null : `${MAKING[under]}: wait for it or cancel it first.`
}

/** For what cannot change while there is a run: fixed settings, and which images are open. */
export function fixedBlocker({ run }: Pick<State, 'run'>): string | null {
  return runExists(run.state) ? REASONS.fixed : null
}

/** For including images in the set and for leaving them out. */
export function chooseBlocker({ run, data }: Pick<State, 'run' | 'data'>): string | null {
  if (runExists(run.state)) return REASONS.choiceFixed
  return data.opening === null ? null : REASONS.imagesOpening
}

/** For drawing other pictures from the networks of the run that exists or is shown. */
export function drawBlocker({ run }: Pick<State, 'run'>): string | null {
  if (runExists(run.state)) return null
  return run.state === 'viewing' ? deviceBlocker(run) : REASONS.noMoreSamples
}

/** For other seeds on the wall. */
export function seedsBlocker(state: Pick<State, 'run' | 'timeline'>): string | null {
  return wantedFile(state.timeline) === null ? drawBlocker(state) : REASONS.snapshotSeeds
}

/** For measuring this machine: any other work on it would distort the timings. */
export function measureBlocker({ run, data, scores, analyses }: Pick<State, 'run' | 'data' | 'scores' | 'analyses'>): string | null {
  if (isUnderWay(run.state)) return REASONS.training
  if (run.ending !== null) return REASONS.ending
  if (scores.underWay) return REASONS.scoring
  if (analyses.underWay) return REASONS.analysing
  return data.opening === null ? null : REASONS.imagesOpening
}
