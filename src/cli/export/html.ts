// One HTML file with the generator inside, which opens from disk.
import { comparisonPoints } from '../../export/comparison.ts'
import { writeHtml } from '../../export/html/write-html.ts'
import { findDirections } from '../../player/directions/find-directions.ts'
import { modelOf } from '../../player/model.ts'
import { WEIGHT_PRECISIONS } from '../../spec/exports.ts'
import { runCode } from '../../spec/picture-code.ts'
import type { ExportFormat } from './format.ts'
import { openDrawingRun } from './open-run.ts'

/** Of the work: to find directions takes the longest. */
const DIRECTIONS_SHARE = 0.8

export const html: ExportFormat = {
  options: ['step', 'precision'],
  async write({ run, options, signal, onProgress }) {
    const precision = options.choice('precision', WEIGHT_PRECISIONS)
    const drawing = await openDrawingRun(run, options)
    try {
      const generator = await drawing.captureGenerator()
      const points = comparisonPoints(generator.classes.counts.length)
      const pictures = await drawing.sampler.pictures(drawing.checkpoint, points)
      const { name, id, images } = run.record
      const about = { name, images: images.label, run: runCode(id) }
      const onSearched = (share: number) => onProgress(DIRECTIONS_SHARE * share)
      const directions = await findDirections(modelOf(generator), { zones: true, signal, onProgress: onSearched })
      const onCompared = (done: number, total: number) => onProgress(DIRECTIONS_SHARE + (1 - DIRECTIONS_SHARE) * (done / total))
      const { bytes, check } = writeHtml(generator, about, precision, { points, pictures }, directions, onCompared)
      return { bytes, check }
    } finally {
      drawing.dispose()
    }
  },
}
