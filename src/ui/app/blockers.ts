// Why an action of the page is not available now: each reason as one sentence for the person, and the conditions that several actions share.
import { isSamePreparation, preparationOf } from '../../spec/config.ts'
import type { FeatureAnalysis } from '../../spec/feature-analyses.ts'
import { preparedOtherwise } from '../../spec/kept.ts'
import { type OpenedKept, openedKeptSet } from '../data/data-slice.ts'
import { isUnderWay, needsRestart, runExists, stepsAtStake } from '../train/run-slice.ts'
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
  noneShown: 'No image is shown.',
  nothingToUndo: 'Nothing was chosen for all shown.',
  setIsOpen: 'This set is open.',
  fixed: 'Fixed for this run; Reset to change.',
  choiceFixed: 'There is a run on these images: Reset it to choose others.',
  settingsSaySo: 'Your settings say so already.',

  noRun: 'There is no run yet: press Train first.',
  nothingToReset: 'There is no run to reset.',
  noStep: 'The run has made no step yet.',
  noValues: 'There are no values yet.',
  training: 'A run is training: pause it first, or it would spoil the figures.',
  pausing: 'It pauses as soon as what is under way is done.',
  pauseFirst: 'Pause first.',
  finished: 'The run is finished: train some steps more first.',
  ending: 'The last step of the run is being ended.',
  networksLost: 'The run has stopped, and its networks are lost.',
  noMoreSamples: 'The run has ended: it draws no more samples.',
  atBestStep: 'The run is there now.',

  firstSeeds: 'These are the first seeds.',
  firstSeed: 'This is the first seed.',
  noSamples: 'There are no samples yet.',
  noEnds: 'Choose A and B first.',

  scoring: 'A score is being worked out: wait for it or cancel it first.',
  studying: 'Features are being looked at: wait for them or cancel that first.',
  measuring: 'It is being measured.',
  making: 'It is being made.',
  saving: 'It is saved as soon as the step or the score under way is done.',
  fileMaking: 'A file is being made.',
} as const

export function trainBlocker({ run, data, settings }: State): string | null {
  const blocker = deviceBlocker(run) ?? openBlocker(data)
  if (blocker !== null) return blocker
  const kept = mismatchedKeptSet({ data, settings })
  if (kept) return describeMismatch(kept, settings)
  return isOutdated(data, settings) ? REASONS.imagesOutdated : takenBlocker(data)
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

/** Whether the settings have changed since the open images were prepared. */
export function isOutdated(data: State['data'], settings: State['settings']): boolean {
  return data.opened !== null && !data.opening && !isSamePreparation(data.opened.preparation, preparationOf(settings.config))
}

/** The kept set that is open, where the settings have changed since it was prepared: it cannot follow them. */
export function mismatchedKeptSet({ data, settings }: Pick<State, 'data' | 'settings'>): OpenedKept | null {
  const kept = openedKeptSet(data)
  return kept && isOutdated(data, settings) ? kept : null
}

export function describeMismatch({ source, preparation }: OpenedKept, { config }: State['settings']): string {
  const { message, advice } = preparedOtherwise(source.name, preparation, config)
  return `${message} ${advice}`
}

/** What a screen reader is told once the open set no longer follows the settings, or null. */
export function describeNewMismatch(before: State, after: State): string | null {
  const kept = mismatchedKeptSet(after)
  return kept && !mismatchedKeptSet(before) ? describeMismatch(kept, after.settings) : null
}

/** For whatever reads the networks of the run. */
export function networkBlocker({ run, data }: Pick<State, 'run' | 'data'>): string | null {
  if (data.opened === null) return REASONS.noImages
  if (data.opened.summary.count === 0) return REASONS.allLeftOut
  if (run.state === 'failed' && stepsAtStake(run) > 0) return REASONS.networksLost
  if (!runExists(run.state)) return REASONS.noRun
  return run.report === null ? REASONS.noStep : null
}

const MAKING: Readonly<Record<FeatureAnalysis['kind'], string>> = {
  neighbours: 'Neighbours are being looked for',
  'sample-neighbours': 'The images nearest to a sample are being looked for',
  map: 'The map is being made',
  clusters: 'The clusters are being found',
  probe: 'The linear probe is being measured',
  turns: 'The quarter turns are being looked at',
}

/** A study of another kind that is under way would be lost to a newer one. */
export function studyBlocker(
  { run, data, studies }: Pick<State, 'run' | 'data' | 'studies'>,
  kind: FeatureAnalysis['kind'],
): string | null {
  const blocker = deviceBlocker(run) ?? openBlocker(data) ?? takenBlocker(data)
  if (blocker !== null) return blocker
  const under = studies.underWay?.study.kind
  return under === undefined || under === kind ? null : `${MAKING[under]}: wait for it or cancel it first.`
}

/** For what is fixed while there is a run: its settings, and which images are open. */
export function fixedBlocker({ run }: Pick<State, 'run'>): string | null {
  return runExists(run.state) ? REASONS.fixed : null
}

/** For including images in the set and for leaving them out. */
export function chooseBlocker({ run, data }: Pick<State, 'run' | 'data'>): string | null {
  if (runExists(run.state)) return REASONS.choiceFixed
  return data.opening === null ? null : REASONS.imagesOpening
}

/** For drawing other samples. */
export function drawBlocker({ run }: Pick<State, 'run'>): string | null {
  return runExists(run.state) ? null : REASONS.noMoreSamples
}

/** For measuring this machine: any other work on it would distort the timings. */
export function measureBlocker({ run, data, scores, studies }: Pick<State, 'run' | 'data' | 'scores' | 'studies'>): string | null {
  if (isUnderWay(run.state)) return REASONS.training
  if (run.ending !== null) return REASONS.ending
  if (scores.underWay) return REASONS.scoring
  if (studies.underWay) return REASONS.studying
  return data.opening === null ? null : REASONS.imagesOpening
}
