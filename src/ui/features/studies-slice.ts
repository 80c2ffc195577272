// Studies of features: which is under way, and the last answer of each kind.
import {
  DEFAULT_NETWORK,
  type FeatureAnalysis,
  type FeatureAnalysisResult,
  type FeatureSource,
  type Probe,
} from '../../spec/feature-analyses.ts'

/** An answer beside its question. */
export interface Studied<T extends FeatureAnalysisResult = FeatureAnalysisResult> {
  readonly study: FeatureAnalysis
  /** Step of the run it looked at; null where no run had a part in it. */
  readonly step: number | null
  /** The networks it looked at are no more: it cannot be found again as it is. */
  readonly gone: boolean
  readonly result: T
}

interface UnderWay {
  readonly id: number
  readonly study: FeatureAnalysis
  /** 0 to 1, of the whole study. */
  readonly share: number
  readonly words: string
  /** Seconds; null while it is too early to say. */
  readonly left: number | null
}

export interface StudiesSlice {
  readonly lastId: number
  readonly underWay: UnderWay | null
  readonly results: { readonly [K in FeatureAnalysisResult['kind']]?: Studied<Extract<FeatureAnalysisResult, { kind: K }>> }
  /** Every probe of this run, for the chart over its steps. */
  readonly probes: readonly { readonly step: number; readonly probe: Probe }[]
  /** The longest that a study of the kind has held the device, in seconds: of these images and this run. */
  readonly held: { readonly [K in FeatureAnalysis['kind']]?: number }
  readonly problem: { readonly kind: FeatureAnalysis['kind']; readonly sentence: string } | null
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
  held: {},
  problem: null,
  layers: [],
  source: { kind: 'network', name: DEFAULT_NETWORK },
}

/** What a study found, and for how many seconds it held the device. */
interface Answer {
  readonly step: number | null
  readonly held: number
  readonly result: FeatureAnalysisResult
}

export function withResult(studies: StudiesSlice, study: FeatureAnalysis, { step, held, result }: Answer): StudiesSlice {
  const results = { ...studies.results, [result.kind]: { study, step, gone: false, result } }
  const probes = result.kind === 'probe' && step !== null ? withProbe(studies.probes, step, result) : studies.probes
  const longest = Math.max(held, studies.held[study.kind] ?? 0)
  return { ...studies, underWay: null, results, probes, problem: null, held: { ...studies.held, [study.kind]: longest } }
}

function withProbe(probes: StudiesSlice['probes'], step: number, probe: Probe): StudiesSlice['probes'] {
  return [...probes.filter((one) => one.step !== step), { step, probe }].sort((one, other) => one.step - other.step)
}

/** Other images are open: nothing that was found of the old ones holds. */
export function forgetImages({ lastId, layers, source }: StudiesSlice): StudiesSlice {
  return { ...initialStudies, lastId, layers, source }
}

/** The run is gone, and its discriminator with it. What no run had a part in still holds, and so does what is being found without one. */
export function forgetRun(studies: StudiesSlice, ofRun: boolean): StudiesSlice {
  const source = studies.source.kind === 'discriminator' ? initialStudies.source : studies.source
  const { lastId, results } = studies
  return { ...initialStudies, lastId, source, underWay: ofRun ? null : studies.underWay, results: withoutSteps(results, -1) }
}

/** The run is back at this step: the networks of later ones are dropped. */
export function forgetAfter(studies: StudiesSlice, step: number): StudiesSlice {
  return { ...studies, results: withoutSteps(studies.results, step), probes: studies.probes.filter((probe) => probe.step <= step) }
}

/** Clusters stay: they are groups of images, whoever told them apart, and a person may have named them or left them out. */
function withoutSteps(results: StudiesSlice['results'], after: number): StudiesSlice['results'] {
  const isGone = ({ step }: Studied) => step !== null && step > after
  const kept = Object.entries(results).filter(([, studied]) => !isGone(studied))
  const { clusters } = results
  return { ...Object.fromEntries(kept), ...(clusters && { clusters: isGone(clusters) ? { ...clusters, gone: true } : clusters }) }
}
