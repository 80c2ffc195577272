// The formats of `export`, by the names that `--format` takes.
import type { ExportFormat } from './format.ts'
import { csv, json, svg } from './numbers.ts'
import { project } from './project.ts'
import { safetensors } from './safetensors.ts'

export const FORMATS: Readonly<Record<string, ExportFormat>> = { project, safetensors, csv, json, svg }
