// The formats of `export`, by the names that `--format` takes.
import type { ExportFormat } from './format.ts'
import { gif } from './gif.ts'
import { html } from './html.ts'
import { csv, json, svg } from './numbers.ts'
import { onnx } from './onnx.ts'
import { pictures, png } from './pictures.ts'
import { project } from './project.ts'
import { pytorch } from './pytorch.ts'
import { safetensors } from './safetensors.ts'
import { mp4, webm } from './video.ts'

export const FORMATS: Readonly<Record<string, ExportFormat>> = {
  csv,
  gif,
  html,
  json,
  mp4,
  onnx,
  pictures,
  png,
  project,
  pytorch,
  safetensors,
  svg,
  webm,
}
