// The formats of `export`, by the names that `--format` takes.
import type { ExportFormat } from './format.ts'
import { gif } from './gif.ts'
import { project } from './project.ts'
import { safetensors } from './safetensors.ts'
import { mp4, webm } from './video.ts'

export const FORMATS: Readonly<Record<string, ExportFormat>> = { gif, mp4, project, safetensors, webm }
