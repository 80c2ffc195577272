// The import of the report in a browser: through a trainer of its own, the way of a person's files; nothing of it is stored.
import type { PickedFile } from '../../protocol.ts'
import { DEFAULT_PREPARATION } from '../../spec/config.ts'
import { startTrainer } from '../import-page.ts'
import type { Importer } from './imports.ts'

/** What a browser provides; the type library of this layer does not declare it. */
declare class ImageData {
  constructor(pixels: Uint8ClampedArray<ArrayBuffer>, width: number, height: number)
}
declare class Blob {}
declare class File extends Blob {
  constructor(parts: readonly Blob[], name: string)
  readonly name: string
  readonly size: number
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> }
}
declare class OffscreenCanvas {
  constructor(width: number, height: number)
  getContext(kind: '2d'): { putImageData(image: ImageData, x: number, y: number): void } | null
  convertToBlob(options: { type: string }): Promise<Blob>
}

export async function openPageImporter(): Promise<Importer> {
  const trainer = await startTrainer()
  const files: PickedFile[] = []
  let sets = 0
  return {
    async add(pixels, side, format) {
      const canvas = new OffscreenCanvas(side, side)
      canvas.getContext('2d')?.putImageData(new ImageData(pixels, side, side), 0, 0)
      const name = `${files.length}.${format}`
      files.push({ path: name, file: new File([await canvas.convertToBlob({ type: `image/${format}` })], name) })
    },
    run: () =>
      new Promise((done, failed) => {
        trainer.onmessage = ({ data }) => {
          if (data.type === 'dataset') done(data.summary.prepared)
          if (data.type === 'dataset-failed') failed(new Error(data.failure?.message ?? 'The import was given up.'))
          if (data.type === 'failed') failed(new Error(data.failure.message))
        }
        const source = { kind: 'files', name: 'made', files, kept: false } as const
        trainer.postMessage({ type: 'open', id: ++sets, source, preparation: DEFAULT_PREPARATION })
      }),
    close: () => trainer.terminate(),
  }
}
