// Analyses in the browser: each is computed in a Worker of its own, which is ended with the result or when it is cancelled.
import type { Analyse, AnalysisInput, AnalysisKind, AnalysisOutput } from '../eval/analysis.ts'
import { FeatureError } from '../eval/errors.ts'
import { CancelledError, type WorkOptions } from '../spec/cancel.ts'
import type { FromAnalysisWorker, ToAnalysisWorker } from './analysis-worker.ts'
import type { MakeWorker } from './page-workers.ts'

/** Milliseconds until a cancelled analysis is ended, at most. */
const POLL_MS = 50

export function analyseInWorkers(makeWorker: MakeWorker): Analyse {
  return async <K extends AnalysisKind>(kind: K, input: AnalysisInput<K>, { onProgress, signal }: WorkOptions) => {
    const worker = makeWorker('analysis')
    let polling: ReturnType<typeof setInterval> | undefined
    try {
      return await new Promise<AnalysisOutput<K>>((resolve, reject) => {
        polling = setInterval(() => {
          if (signal?.aborted) reject(new CancelledError())
        }, POLL_MS)
        worker.onmessage = ({ data }: MessageEvent<FromAnalysisWorker>) => {
          switch (data.type) {
            case 'progress':
              return onProgress?.(data.share)
            case 'result':
              return resolve(data.output as AnalysisOutput<K>)
            case 'failed':
              return reject(data.refused ? new FeatureError(data.message) : new Error(data.message))
            default:
              data satisfies never
          }
        }
        worker.onerror = () => {
          reject(new FeatureError('The numbers could not be computed, most likely because memory ran out: take fewer images.'))
        }
        worker.postMessage({ kind, input } as ToAnalysisWorker)
      })
    } finally {
      clearInterval(polling)
      worker.terminate()
    }
  }
}
