// How fast files become a set, measured with generated pictures, so that no images are needed.
import { drawShapes } from '../../data/shapes.ts'
import type { ImportFigures } from '../../spec/machine-report.ts'
import { median } from '../median.ts'
import { roundsWithin, type TimeBox } from './plan.ts'

export type PictureFormat = 'jpeg' | 'png'

/** The import of the place that the report runs in. */
export interface Importer {
  /** Adds a file. @param pixels RGBA of a square */
  add(pixels: Uint8ClampedArray<ArrayBuffer>, side: number, format: PictureFormat): Promise<void>
  /** Prepares all files that were added, as a person's own. @returns how many images came of them */
  run(): Promise<number>
  close(): void
}

/** Side of the pictures: small ones, as sets for training are. */
const SIDE = 128
/** One in so many is a PNG. */
const PNG_EVERY = 5

/** Share of the time in which pictures are made; on a slow machine they are fewer then. */
const MAKING = 0.3
const LEAST_PICTURES = 20

/** @param max number of files */
export async function measureImport(max: number, open: () => Promise<Importer>, now: () => number, box: TimeBox): Promise<ImportFigures> {
  const importer = await open()
  try {
    const pictures = drawShapes(max, SIDE, 0)
    const enough = (1 - MAKING) * box.left()
    const isPng = (i: number) => i % PNG_EVERY === PNG_EVERY - 1
    let count = 0
    while (count < max && (count < LEAST_PICTURES || box.fits(enough))) {
      await importer.add(withAlpha(pictures, count), SIDE, isPng(count) ? 'png' : 'jpeg')
      box.progress((0.4 * ++count) / max, 'making pictures')
    }
    const timeOnce = async () => {
      const began = now()
      const images = await importer.run()
      if (images !== count) throw new Error(`of ${count} made pictures ${images} could be read`)
      return now() - began
    }
    box.progress(0.4, 'reading pictures')
    await timeOnce() // loads the decoders
    const times = [await timeOnce()]
    const rounds = roundsWithin(box.left(), times[0] as number)
    while (times.length < rounds && box.fits(times[0] as number)) {
      box.progress(0.5 + (0.5 * times.length) / rounds, 'reading pictures')
      times.push(await timeOnce())
    }
    const pngs = Math.floor(count / PNG_EVERY)
    return { imagesPerSecond: (1000 * count) / median(times), rounds: times.length, jpegs: count - pngs, pngs, pixels: SIDE }
  } finally {
    importer.close()
  }
}

function withAlpha(pictures: Uint8Array, picture: number): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(SIDE * SIDE * 4).fill(255)
  const from = picture * SIDE * SIDE * 3
  for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
    for (let channel = 0; channel < 3; channel++) pixels[4 * pixel + channel] = pictures[from + 3 * pixel + channel] as number
  }
  return pixels
}
