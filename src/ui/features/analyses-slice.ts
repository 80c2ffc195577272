// State of the feature analyses: the one that is running, and the last result of each kind.
import type { TrainerEvent } from '../../protocol.ts'
import {
  DEFAULT_NETWORK,
  type FeatureAnalysis,
  type FeatureAnalysisResult,
  type FeatureSource,
  type Probe,
} from '../../spec/feature-analyses.ts'

/** A result with the request it answers. */
export interface Analysed<T extends FeatureAnalysisResult = FeatureAnalysisResult> {
  readonly analysis: FeatureAnalysis
  /** Step of the run whose networks were used; null if none was. */
  readonly step: number | null
  /** Those networks no longer exist, so the result cannot be reproduced. */
  readonly gone: boolean
  readonly result: T
}

interface UnderWay {
  readonly id: number
  readonly analysis: FeatureAnalysis
  /** 0 to 1. */
  readonly share: number
  readonly words: string
  /** Seconds; null while it is too early to say. */
  readonly left: number | null
}

export interface AnalysesSlice {
  readonly lastId: number
  readonly underWay: UnderWay | null
  readonly results: { readonly [K in FeatureAnalysisResult['kind']]?: Analysed<Extract<FeatureAnalysisResult, { kind: K }>> }
  /** Every probe of this run, for the chart over its steps. */
  readonly probes: readonly { readonly step: number; readonly probe: Probe }[]
  /** The longest time in seconds that an analysis of the kind occupied the device, for these images and this run. */
  readonly deviceSeconds: { readonly [K in FeatureAnalysis['kind']]?: number }
  readonly problem: { readonly kind: FeatureAnalysis['kind']; readonly sentence: string } | null
  /** Layers of the current run's D, from the pixels on; empty before a run. */
  readonly layers: readonly string[]
  /** The chosen feature network or layer. */
  readonly source: FeatureSource
}

export const initialAnalyses: AnalysesSlice = {
  lastId: 0,
  underWay: null,
  results: {},
  probes: [],
  deviceSeconds: {},
  problem: null,
  layers: [],
  source: { kind: 'network', name: DEFAULT_NETWORK },
}

/** A result, and for how many seconds it occupied the device. */
type AnalysisResult = Pick<Extract<TrainerEvent, { type: 'analysis' }>, 'step' | 'deviceSeconds' | 'result'>

export function withResult(
  analyses: AnalysesSlice,
  analysis: FeatureAnalysis,
  { step, deviceSeconds, result }: AnalysisResult,
): AnalysesSlice {
  const results = { ...analyses.results, [result.kind]: { analysis, step, gone: false, result } }
  const probes = result.kind === 'probe' && step !== null ? withProbe(analyses.probes, step, result) : analyses.probes
  const longest = Math.max(deviceSeconds, analyses.deviceSeconds[analysis.kind] ?? 0)
  return {
    ...analyses,
    underWay: null,
    results,
    probes,
    problem: null,
    deviceSeconds: { ...analyses.deviceSeconds, [analysis.kind]: longest },
  }
}

function withProbe(probes: AnalysesSlice['probes'], step: number, probe: Probe): AnalysesSlice['probes'] {
  return [...probes.filter((one) => one.step !== step), { step, probe }].sort((one, other) => one.step - other.step)
}

/** Other images are open: drops all results. */
export function forgetImages({ lastId, layers, source }: AnalysesSlice): AnalysesSlice {
  return { ...initialAnalyses, lastId, layers, source }
}

/** The run has ended: drops the results that used its networks, and the running analysis if `ofRun`. */
export function forgetRun(analyses: AnalysesSlice, ofRun: boolean): AnalysesSlice {
  const source = analyses.source.kind === 'discriminator' ? initialAnalyses.source : analyses.source
  const { lastId, results } = analyses
  return { ...initialAnalyses, lastId, source, underWay: ofRun ? null : analyses.underWay, results: withoutSteps(results, -1) }
}

/** The run went back to this step: drops results of later steps. */
export function forgetAfter(analyses: AnalysesSlice, step: number): AnalysesSlice {
  return { ...analyses, results: withoutSteps(analyses.results, step), probes: analyses.probes.filter((probe) => probe.step <= step) }
}

/** Keeps the clusters, marked as gone: they are groups of images, which the person may have named or left out. */
function withoutSteps(results: AnalysesSlice['results'], after: number): AnalysesSlice['results'] {
  const isGone = ({ step }: Analysed) => step !== null && step > after
  const kept = Object.entries(results).filter(([, analysed]) => !isGone(analysed))
  const { clusters } = results
  return { ...Object.fromEntries(kept), ...(clusters && { clusters: isGone(clusters) ? { ...clusters, gone: true } : clusters }) }
}
