// A zip of weights and Python files, with which training goes on in PyTorch.
import { pytorchZip } from '../../export/pytorch/pytorch-zip.ts'
import { runCode } from '../../spec/picture-code.ts'
import type { ExportFormat } from './format.ts'
import { findSnapshot } from './open-run.ts'

export const pytorch: ExportFormat = {
  options: ['step'],
  async write({ run, options }) {
    const { name, id } = run.record
    return { bytes: pytorchZip(await run.snapshot(findSnapshot(run, options).file), { name, run: runCode(id) }) }
  },
}
