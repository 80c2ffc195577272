// What is worked out from features on a processor alone, as questions and answers of plain data: in the browser a Worker of its own does
// it, so that training never waits; in Node it is called directly.

import {
  answerClusters,
  answerMap,
  answerProbe,
  type ClustersAnswer,
  type ClustersQuestion,
  type MapQuestion,
  type ProbeAnswer,
  type ProbeQuestion,
} from './feature-analyses.ts'
import { answerScore, type ScoreAnswer, type ScoreQuestion } from './metrics/answer-score.ts'

interface Analyses {
  readonly score: { readonly question: ScoreQuestion; readonly answer: ScoreAnswer }
  readonly map: { readonly question: MapQuestion; readonly answer: Float32Array<ArrayBuffer> }
  readonly clusters: { readonly question: ClustersQuestion; readonly answer: ClustersAnswer }
  readonly probe: { readonly question: ProbeQuestion; readonly answer: ProbeAnswer }
}

export type AnalysisKind = keyof Analyses
export type Question<K extends AnalysisKind> = Analyses[K]['question']
export type Answer<K extends AnalysisKind> = Analyses[K]['answer']

type Solve<K extends AnalysisKind> = (question: Question<K>, onProgress: (share: number) => void) => Answer<K>

const SOLVE: { readonly [K in AnalysisKind]: Solve<K> } = {
  score: answerScore,
  map: answerMap,
  clusters: answerClusters,
  probe: answerProbe,
}

/** @throws FeatureError with a sentence for a person, where the features give no answer */
export function analyse<K extends AnalysisKind>(kind: K, question: Question<K>, onProgress: (share: number) => void): Answer<K> {
  return SOLVE[kind](question, onProgress)
}
