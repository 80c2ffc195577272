// Why an action of the page is not available now: a sentence for the person, or null where it is available.
import { isSamePreparation, preparationOf } from '../../spec/config.ts'
import type { FeatureAnalysis } from '../../spec/feature-analyses.ts'
import { preparedOtherwise } from '../../spec/kept.ts'
import { type OpenedKept, openedKeptSet } from '../data/data-slice.ts'
import { isUnderWay, needsRestart, runExists, stepsAtStake } from '../train/run-slice.ts'
import type { State } from './store.ts'

export function trainBlocker({ run, data, settings }: State): string | null {
  if (needsRestart(run.failure)) return 'Restart the trainer first.'
  if (run.device === null) return run.failure ? 'There is no device to train on.' : 'Looking for a device to train on…'
  if (data.opening !== null) return 'The images are being prepared…'
  if (data.opened === null) return 'Choose images first.'
  const kept = mismatchedKeptSet({ data, settings })
  if (kept) return describeMismatch(kept, settings)
  if (isOutdated(data, settings)) return 'The images were prepared with other settings.'
  return data.opened.summary.count === 0 ? 'All images are left out: take some of them first.' : null
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

/** For whatever reads the networks of the run. */
export function networkBlocker({ run, data }: Pick<State, 'run' | 'data'>): string | null {
  if (data.opened === null) return 'There are no images: choose some first.'
  if (data.opened.summary.count === 0) return 'All images are left out: take some of them first.'
  if (run.state === 'failed' && stepsAtStake(run) > 0) return 'The run has stopped, and its networks are lost.'
  if (!runExists(run.state)) return 'There is no run yet: press Train first.'
  return run.report === null ? 'The run has made no step yet.' : null
}

const MAKING: Readonly<Record<FeatureAnalysis['kind'], string>> = {
  neighbours: 'Neighbours are being searched',
  'sample-neighbours': 'The images nearest to a sample are being searched',
  map: 'The map is being made',
  clusters: 'The clusters are being found',
  probe: 'The linear probe is being measured',
  turns: 'The rotations are being measured',
}

/** A newer analysis would replace one of another kind that is still running. */
export function studyBlocker(
  { run, data, studies }: Pick<State, 'run' | 'data' | 'studies'>,
  kind: FeatureAnalysis['kind'],
): string | null {
  if (needsRestart(run.failure)) return 'Restart the trainer first.'
  if (run.device === null) return 'Looking for a device…'
  if (data.opening !== null) return 'The images are being prepared…'
  if (data.opened === null) return 'Choose images first.'
  if (data.opened.summary.count === 0) return 'All images are left out: take some of them first.'
  const under = studies.underWay?.study.kind
  return under === undefined || under === kind ? null : `${MAKING[under]}: wait for it or cancel it first.`
}

/** For including images in the set and for leaving them out. */
export function chooseBlocker({ run, data }: Pick<State, 'run' | 'data'>): string | null {
  if (runExists(run.state)) return 'There is a run on these images: Reset it to choose others.'
  return data.opening === null ? null : 'The images are being prepared…'
}

/** For drawing other samples. */
export function drawBlocker({ run }: Pick<State, 'run'>): string | null {
  return runExists(run.state) ? null : 'The run has ended: it draws no more samples.'
}

/** For measuring this machine: any other work on it would distort the timings. */
export function measureBlocker({ run, data, scores, studies }: Pick<State, 'run' | 'data' | 'scores' | 'studies'>): string | null {
  if (isUnderWay(run.state)) return 'A run is training: pause it first, since it would distort the timings.'
  if (run.ending !== null) return 'The last step of the previous run is still finishing.'
  if (scores.underWay) return 'A score is being computed: wait for it or cancel it first.'
  if (studies.underWay) return 'Features are being analysed: wait for that or cancel it first.'
  return data.opening === null ? null : 'The images are being prepared…'
}
