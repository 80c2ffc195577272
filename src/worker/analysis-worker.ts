// The Worker of one analysis: a question in, its progress and the answer out. Whoever wants no answer any more ends the Worker.
import { analyse } from '../eval/analysis.ts'
import { FeatureError } from '../eval/errors.ts'
import { messageOf } from '../spec/words.ts'
import type { WorkerStart } from '../spec/worker-service.ts'
import type { FromAnalysisWorker, ToAnalysisWorker } from './analysis-messages.ts'

/** Milliseconds between two words of progress. */
const PAUSE = 100

self.onmessage = ({ data: { port } }: MessageEvent<WorkerStart<FromAnalysisWorker, ToAnalysisWorker>>) => {
  port.onmessage = ({ data }) => {
    let told = 0
    try {
      const answer = analyse(data.kind, data.input, (share) => {
        if (performance.now() - told < PAUSE) return
        told = performance.now()
        port.postMessage({ type: 'progress', share })
      })
      port.postMessage({ type: 'answer', output: answer })
    } catch (error) {
      port.postMessage({ type: 'failed', refused: error instanceof FeatureError, message: messageOf(error) })
    }
  }
}
