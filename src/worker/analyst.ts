// The Worker of one analysis: a question in, its progress and the answer out. Whoever wants no answer any more ends the Worker.
import { analyse } from '../core/analysis.ts'
import { FeatureError } from '../core/features/feature-table.ts'
import { messageOf } from '../spec/words.ts'
import type { FromAnalyst, ToAnalyst } from './analyst-messages.ts'

/** Milliseconds between two words of progress. */
const PAUSE = 100

const post = (message: FromAnalyst) => self.postMessage(message)

self.onmessage = ({ data }: MessageEvent<ToAnalyst>) => {
  let told = 0
  try {
    const answer = analyse(data.kind, data.question, (share) => {
      if (performance.now() - told < PAUSE) return
      told = performance.now()
      post({ type: 'progress', share })
    })
    post({ type: 'answer', answer })
  } catch (error) {
    post({ type: 'failed', refused: error instanceof FeatureError, message: messageOf(error) })
  }
}
