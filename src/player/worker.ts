// The Worker of the page: it holds the generator and draws, so that the page never waits.
import { messageOf } from '../spec/words.ts'
import { choosePainter } from './choose-painter.ts'
import type { FromWorker, ToWorker } from './messages.ts'
import type { Painter } from './painter.ts'
import { readModel } from './stored-model.ts'

/** The part of a Worker's global object that is used here. */
export interface WorkerScope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null
  postMessage(message: FromWorker, transfer?: Transferable[]): void
}

export function startWorker(scope: WorkerScope): void {
  let painter: Painter | null = null
  async function handle(message: ToWorker): Promise<void> {
    switch (message.type) {
      case 'open': {
        painter = await choosePainter(readModel(message.description, message.numbers))
        const { device, capacity, side } = painter
        return scope.postMessage({ type: 'opened', device, capacity, side })
      }
      case 'draw': {
        if (!painter) throw new Error('nothing is open')
        const pixels = await painter.draw(message.codes)
        return scope.postMessage({ type: 'drawn', pixels }, [pixels.buffer])
      }
      default:
        return message satisfies never
    }
  }
  scope.onmessage = ({ data }) => {
    handle(data).catch((error) => scope.postMessage({ type: 'failed', message: messageOf(error) }))
  }
}
