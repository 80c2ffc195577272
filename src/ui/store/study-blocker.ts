// Why a study cannot be asked for now, in a sentence, or null when it can.
import type { FeatureAnalysis } from '../../spec/feature-analyses.ts'
import { needsRestart } from './run-slice.ts'
import type { State } from './store.ts'

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
  if (needsRestart(run.failure)) return 'Restart the trainer first.'
  if (run.device === null) return 'Looking for a device…'
  if (data.opening !== null) return 'The images are being prepared…'
  if (data.opened === null) return 'Choose images first.'
  if (data.opened.summary.count === 0) return 'All images are left out: take some of them first.'
  const under = studies.underWay?.study.kind
  return under === undefined || under === kind ? null : `${MAKING[under]}: wait for it or cancel it first.`
}
