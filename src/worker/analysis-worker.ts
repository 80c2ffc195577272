// The Worker of one analysis: it gets one input and sends progress and the output. Whoever started it ends it.
import { type AnalysisInput, type AnalysisKind, type AnalysisOutput, analyse } from '../eval/analysis.ts'
import { FeatureError } from '../eval/errors.ts'
import { messageOf } from '../spec/words.ts'
import type { WorkerStart } from '../spec/worker-service.ts'

/** The only message to it. */
export type ToAnalysisWorker = { [K in AnalysisKind]: { readonly kind: K; readonly input: AnalysisInput<K> } }[AnalysisKind]

export type FromAnalysisWorker =
  | { readonly type: 'progress'; readonly share: number }
  | { readonly type: 'result'; readonly output: AnalysisOutput<AnalysisKind> }
  /** `refused`: there is no result for such features, and the message says why. Else it is a fault of the program. */
  | { readonly type: 'failed'; readonly refused: boolean; readonly message: string }

/** Milliseconds between two messages about progress, at least. */
const PROGRESS_PAUSE = 100

self.onmessage = ({ data: { port } }: MessageEvent<WorkerStart<FromAnalysisWorker, ToAnalysisWorker>>) => {
  port.onmessage = ({ data }) => {
    let sentAt = 0
    try {
      const output = analyse(data.kind, data.input, (share) => {
        if (performance.now() - sentAt < PROGRESS_PAUSE) return
        sentAt = performance.now()
        port.postMessage({ type: 'progress', share })
      })
      port.postMessage({ type: 'result', output })
    } catch (error) {
      port.postMessage({ type: 'failed', refused: error instanceof FeatureError, message: messageOf(error) })
    }
  }
}
