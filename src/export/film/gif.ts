// A film as an animated GIF that repeats for ever: gifenc compresses, with one palette for all frames. https://www.w3.org/Graphics/GIF/spec-gif89a.txt
import { GIFEncoder } from 'gifenc'
import { createYieldIfDue } from '../../data/concurrency.ts'
import type { WorkOptions } from '../../spec/cancel.ts'
import type { ExportCheck } from '../../spec/exports.ts'
import { type FilmPlan, filmSize } from '../../spec/films.ts'
import type { Pictures } from '../../spec/image-block.ts'
import { type FilmTarget, layOut } from './frame.ts'
import { choosePalette, createIndexer } from './palette.ts'

/** Share of the work that is done when all pictures are there and their colours are known. */
const COLLECTED = 0.5

/**
 * All pictures are held, as they are drawn: the palette is that of all of them.
 * @returns how far the 256 colours are from those of the pictures
 * @throws CancelledError, and whatever the frames and the target throw; nothing is written after that
 */
export async function encodeGif(
  frames: AsyncIterable<Pictures>,
  plan: FilmPlan,
  target: FilmTarget,
  { onProgress, signal }: WorkOptions = {},
): Promise<ExportCheck> {
  const yieldIfDue = createYieldIfDue(signal)
  const all: Pictures[] = []
  for await (const frame of frames) {
    all.push(frame)
    onProgress?.((COLLECTED * all.length) / plan.frames)
    await yieldIfDue()
  }
  const palette = choosePalette(all, plan)
  const indexer = createIndexer(palette)
  const { width, height } = filmSize(plan)
  const delay = 1000 / plan.settings.framesPerSecond
  const gif = GIFEncoder()
  let end = 0
  const flush = async () => {
    const bytes = gif.bytesView().slice()
    gif.stream.reset()
    await target.write(bytes, end)
    end += bytes.length
  }
  for (const [i, frame] of all.entries()) {
    await yieldIfDue()
    gif.writeFrame(indexer.indices(layOut(frame, plan)), width, height, { delay, ...(i === 0 && { palette, repeat: 0 }) })
    await flush()
    onProgress?.(COLLECTED + ((1 - COLLECTED) * (i + 1)) / all.length)
  }
  gif.finish()
  await flush()
  return { largestPixelDifference: indexer.largestDifference(), pictures: all.length * plan.cells }
}
