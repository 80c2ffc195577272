// The formats of `export`, by the names that `--format` takes.
import type { ExportFormat } from './format.ts'
import { onnx } from './onnx.ts'
import { project } from './project.ts'
import { safetensors } from './safetensors.ts'

export const FORMATS: Readonly<Record<string, ExportFormat>> = { onnx, project, safetensors }
