// A photo as the images of a run were prepared: read, checked, cut square, made small and stretched by the same code and with the same settings.
import type { Collection } from '../../data/collection.ts'
import { luminanceOfImage } from '../../data/pixels.ts'
import type { Checkpoint } from '../../gan/checkpoint.ts'
import type { ListedFile } from '../../protocol.ts'
import type { CancelSignal } from '../../spec/cancel.ts'
import { preparationOf } from '../../spec/config.ts'
import type { Prepare } from '../images.ts'
import { SearchFailure } from './failures.ts'

export interface Photo {
  /** [size, size, channels] of the run, 0 to 255 */
  readonly pixels: Uint8Array
  /** What was changed in it, in sentences. */
  readonly notes: readonly string[]
}

/** @throws NoImagesError with the reason of the import where it cannot be used; SearchFailure where it is more than one picture */
export async function preparePhoto(
  photo: ListedFile,
  { config, channels }: Pick<Checkpoint, 'config' | 'channels'>,
  { prepare, base, signal }: { readonly prepare: Prepare; readonly base: string; readonly signal: CancelSignal },
): Promise<Photo> {
  const source = { kind: 'files', name: photo.path, files: [photo], kept: false } as const
  const collection = await prepare(source, preparationOf(config), base, { onProgress: () => undefined, signal })
  if (collection.count !== 1) throw new SearchFailure('many')
  const notes = collection.findings.flatMap(({ kind, sentence }) => (kind === 'changed' ? [sentence] : []))
  return { pixels: withChannels(collection, channels), notes }
}

/** Colours become luminance where the run learns grey images, and grey becomes three equal channels where it learns coloured ones. */
function withChannels({ images, size, channels }: Collection, wanted: 1 | 3): Uint8Array {
  if (channels === wanted) return images
  if (wanted === 3) return Uint8Array.from({ length: 3 * images.length }, (_, i) => images[Math.floor(i / 3)] as number)
  return Uint8Array.from(luminanceOfImage(images, 0, new Float32Array(size * size), channels), Math.round)
}
