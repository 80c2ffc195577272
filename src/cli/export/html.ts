// One HTML file with the generator inside, which opens from disk.
import { comparisonPoints } from '../../export/comparison.ts'
import { writeHtml } from '../../export/html/write-html.ts'
import { WEIGHT_PRECISIONS } from '../../spec/exports.ts'
import { runCode } from '../../spec/picture-code.ts'
import type { ExportFormat } from './format.ts'
import { openDrawingRun } from './open-run.ts'

export const html: ExportFormat = {
  options: ['step', 'precision'],
  async write({ run, options, onProgress }) {
    const precision = options.choice('precision', WEIGHT_PRECISIONS)
    const drawing = await openDrawingRun(run, options)
    try {
      const generator = await drawing.captureGenerator()
      const points = comparisonPoints(generator.classes.counts.length)
      const pictures = await drawing.sampler.pictures(drawing.checkpoint, points)
      const { name, id, images } = run.record
      const about = { name, images: images.label, run: runCode(id) }
      const { bytes, check } = writeHtml(generator, about, precision, { points, pictures }, (done, total) => onProgress(done / total))
      return { bytes, check }
    } finally {
      drawing.dispose()
    }
  },
}
