// The page's side of the Worker that draws. The Worker's script is the page's own: a file that is opened from disk has no other.
import type { FromWorker, ToWorker } from '../messages.ts'
import type { Painter } from '../painter.ts'
import type { FileDescription } from '../stored-model.ts'

/** A painter that has the Worker draw. @throws Error where there can be no Worker, or the generator cannot be read */
export async function openPainter(script: string, description: FileDescription, numbers: string): Promise<Painter> {
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }))
  const worker = new Worker(address)
  const ask = (message: ToWorker) =>
    new Promise<FromWorker>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => (data.type === 'failed' ? reject(new Error(data.message)) : resolve(data))
      worker.onerror = ({ message: reason }) => reject(new Error(reason || 'the browser starts no Worker for it'))
      worker.postMessage(message)
    })
  const opened = await ask({ type: 'open', description, numbers }).finally(() => URL.revokeObjectURL(address))
  if (opened.type !== 'opened') throw new Error(`the Worker answered ${opened.type}`)
  return {
    device: opened.device,
    onProcessor: false, // of this thread
    capacity: opened.capacity,
    side: opened.side,
    async draw(codes) {
      const drawn = await ask({ type: 'draw', codes })
      if (drawn.type !== 'drawn') throw new Error(`the Worker answered ${drawn.type}`)
      return drawn.pixels
    },
    dispose: () => worker.terminate(),
  }
}
