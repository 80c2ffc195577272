// What is worked out from features on a processor alone, as questions and answers of plain data: in the browser a Worker of its own does
// it, so that training never waits; in Node it is called directly.

import {
  type ClustersInput,
  type ClustersOutput,
  computeClusters,
  computeMap,
  computeProbe,
  type MapInput,
  type ProbeInput,
  type ProbeOutput,
} from './feature-analyses.ts'
import type { ScoreInput } from './metrics/metric.ts'
import { computeScore, type ScoreOutput } from './metrics/score.ts'

interface Analyses {
  readonly score: { readonly input: ScoreInput; readonly output: ScoreOutput }
  readonly map: { readonly input: MapInput; readonly output: Float32Array<ArrayBuffer> }
  readonly clusters: { readonly input: ClustersInput; readonly output: ClustersOutput }
  readonly probe: { readonly input: ProbeInput; readonly output: ProbeOutput }
}

export type AnalysisKind = keyof Analyses
export type AnalysisInput<K extends AnalysisKind> = Analyses[K]['input']
export type AnalysisOutput<K extends AnalysisKind> = Analyses[K]['output']

type Compute<K extends AnalysisKind> = (input: AnalysisInput<K>, onProgress: (share: number) => void) => AnalysisOutput<K>

const COMPUTE: { readonly [K in AnalysisKind]: Compute<K> } = {
  score: computeScore,
  map: computeMap,
  clusters: computeClusters,
  probe: computeProbe,
}

/** @throws FeatureError with a sentence for a person, where the features give no answer */
export function analyse<K extends AnalysisKind>(kind: K, input: AnalysisInput<K>, onProgress: (share: number) => void): AnalysisOutput<K> {
  return COMPUTE[kind](input, onProgress)
}
