// A zip of weights, directions and Python files, with which training goes on in PyTorch.
import { pytorchZip } from '../../export/pytorch/pytorch-zip.ts'
import { readCheckpoint } from '../../gan/checkpoint.ts'
import { findDirections } from '../../player/directions/find-directions.ts'
import { modelOf } from '../../player/model.ts'
import { runCode } from '../../spec/picture-code.ts'
import type { ExportFormat } from './format.ts'
import { findSnapshot, openDrawing } from './open-run.ts'

export const pytorch: ExportFormat = {
  options: ['step'],
  async write({ run, options, signal, onProgress }) {
    const { name, id } = run.record
    const bytes = await run.snapshot(findSnapshot(run, options).file)
    const drawing = await openDrawing(readCheckpoint(bytes), options)
    try {
      const directions = await findDirections(modelOf(await drawing.captureGenerator()), { zones: true, signal, onProgress })
      return { bytes: pytorchZip(bytes, { name, run: runCode(id) }, directions) }
    } finally {
      drawing.dispose()
    }
  },
}
