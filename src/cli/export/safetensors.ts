// A checkpoint as one safetensors file, which Python reads as well.
import { stripCheckpoint } from '../../gan/checkpoint.ts'
import { UsageError } from '../errors.ts'
import { readContent } from './content.ts'
import type { ExportFormat } from './format.ts'
import { findSnapshot } from './open-run.ts'

export const safetensors: ExportFormat = {
  options: ['content', 'step'],
  async write({ run, options }) {
    const content = readContent(options)
    const snapshot = findSnapshot(run, options)
    if (options.text('content') === 'state' && snapshot.content !== 'state')
      throw new UsageError(`Of step ${snapshot.step} only the networks are kept: take --content networks.`)
    const bytes = await run.snapshot(snapshot.file)
    return { bytes: content === 'networks' && snapshot.content === 'state' ? stripCheckpoint(bytes, content) : bytes }
  },
}
