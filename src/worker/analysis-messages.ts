// The messages between the trainer and the Worker that works out an analysis.
import type { AnalysisInput, AnalysisKind, AnalysisOutput } from '../eval/analysis.ts'

/** One question is all that an analyst is ever asked. */
export type ToAnalysisWorker = { [K in AnalysisKind]: { readonly kind: K; readonly input: AnalysisInput<K> } }[AnalysisKind]

export type FromAnalysisWorker =
  | { readonly type: 'progress'; readonly share: number }
  | { readonly type: 'answer'; readonly output: AnalysisOutput<AnalysisKind> }
  /** `refused`: the features give no answer, for a reason that the message tells. Else it is a fault of the program. */
  | { readonly type: 'failed'; readonly refused: boolean; readonly message: string }
