// Analyses in the browser: each in a Worker of its own, which ends with the answer or when it is no longer wanted.
import type { AnalysisInput, AnalysisKind, AnalysisOutput } from '../eval/analysis.ts'
import { FeatureError } from '../eval/errors.ts'
import { CancelledError } from '../spec/cancel.ts'
import type { FromAnalysisWorker, ToAnalysisWorker } from './analysis-messages.ts'
import type { MakeWorker } from './page-workers.ts'

export interface AnalyseOptions {
  readonly onProgress: (share: number) => void
  readonly signal: { readonly aborted: boolean }
}

/** @throws CancelledError, FeatureError where the features give no answer */
export type Analyse = <K extends AnalysisKind>(kind: K, question: AnalysisInput<K>, options: AnalyseOptions) => Promise<AnalysisOutput<K>>

/** Milliseconds until a cancelled analysis is ended, at most. */
const LOOK_EVERY = 50

export function openAnalyses(makeWorker: MakeWorker): Analyse {
  return async <K extends AnalysisKind>(kind: K, question: AnalysisInput<K>, { onProgress, signal }: AnalyseOptions) => {
    const worker = makeWorker('analysis')
    let watch: ReturnType<typeof setInterval> | undefined
    try {
      return await new Promise<AnalysisOutput<K>>((resolve, reject) => {
        watch = setInterval(() => {
          if (signal.aborted) reject(new CancelledError())
        }, LOOK_EVERY)
        worker.onmessage = ({ data }: MessageEvent<FromAnalysisWorker>) => {
          if (data.type === 'progress') onProgress(data.share)
          else if (data.type === 'answer') resolve(data.output as AnalysisOutput<K>)
          else reject(data.refused ? new FeatureError(data.message) : new Error(data.message))
        }
        worker.onerror = () => {
          reject(new FeatureError('Working out the numbers broke off, most likely for want of memory: take fewer images.'))
        }
        worker.postMessage({ kind, input: question } as ToAnalysisWorker)
      })
    } finally {
      clearInterval(watch)
      worker.terminate()
    }
  }
}
