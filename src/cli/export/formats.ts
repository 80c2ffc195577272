// The formats of `export`, by the names that `--format` takes.
import type { ExportFormat } from './format.ts'
import { html } from './html.ts'
import { csv, json, svg } from './numbers.ts'
import { onnx } from './onnx.ts'
import { project } from './project.ts'
import { pytorch } from './pytorch.ts'
import { safetensors } from './safetensors.ts'

export const FORMATS: Readonly<Record<string, ExportFormat>> = { html, onnx, project, pytorch, safetensors, csv, json, svg }
