// Studies of features: which is under way, and the last answer of each kind.
import { DEFAULT_NETWORK, type FeatureSource, type Probe, type Study, type StudyResult } from '../../spec/studies.ts'

/** An answer beside its question. */
export interface Studied<T extends StudyResult = StudyResult> {
  readonly study: Study
  /** Step of the run it looked at; null where no run had a part in it. */
  readonly step: number | null
  readonly result: T
}

export interface StudiesSlice {
  readonly lastId: number
  readonly underWay: { readonly id: number; readonly study: Study; readonly share: number; readonly words: string } | null
  readonly results: { readonly [K in StudyResult['kind']]?: Studied<Extract<StudyResult, { kind: K }>> }
  /** Every probe of this run, for the chart over its steps. */
  readonly probes: readonly { readonly step: number; readonly probe: Probe }[]
  readonly problem: { readonly kind: Study['kind']; readonly sentence: string } | null
  /** Layers of D of the current run, the first nearest to the pixels; empty before a run. */
  readonly layers: readonly string[]
  /** Whose features are looked at. */
  readonly source: FeatureSource
}

export const initialStudies: StudiesSlice = {
  lastId: 0,
  underWay: null,
  results: {},
  probes: [],
  problem: null,
  layers: [],
  source: { kind: 'network', name: DEFAULT_NETWORK },
}

export function withResult(studies: StudiesSlice, study: Study, step: number | null, result: StudyResult): StudiesSlice {
  const results = { ...studies.results, [result.kind]: { study, step, result } }
  const probes = result.kind === 'probe' && step !== null ? withProbe(studies.probes, step, result) : studies.probes
  return { ...studies, underWay: null, results, probes, problem: null }
}

function withProbe(probes: StudiesSlice['probes'], step: number, probe: Probe): StudiesSlice['probes'] {
  return [...probes.filter((one) => one.step !== step), { step, probe }].sort((one, other) => one.step - other.step)
}

/** Other images are open: nothing that was found of the old ones holds. */
export function forgetImages({ lastId, layers, source }: StudiesSlice): StudiesSlice {
  return { ...initialStudies, lastId, layers, source }
}

/** The run is gone, and its discriminator with it. */
export function forgetRun(studies: StudiesSlice): StudiesSlice {
  const source = studies.source.kind === 'discriminator' ? initialStudies.source : studies.source
  return { ...initialStudies, lastId: studies.lastId, source }
}
