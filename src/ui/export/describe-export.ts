// Files that are made of the run, in words: their names, their sizes and the check that they are right.
import type { ExportCheck, ExportRequest } from '../../spec/exports.ts'
import { formatBytes } from '../../spec/words.ts'
import { runFileName } from '../shared/file-name.ts'
import { countOf, formatDuration } from '../shared/format.ts'
import type { MadeFile, WantedFile } from './export-slice.ts'

/** “shapes-step-000400-walk.gif”. */
export function fileName({ request, images, step }: WantedFile & { readonly step: number }): string {
  return runFileName(images, step, endingOf(request))
}

function endingOf(request: ExportRequest): string {
  switch (request.kind) {
    case 'pictures':
      return '-pictures.zip'
    case 'sheet':
      return '-sheet.png'
    case 'film':
      return `-${request.film.kind}.${request.settings.format}`
    case 'onnx':
      return `-${request.network}.onnx`
    case 'html':
      return '.html'
    case 'pytorch':
      return '-pytorch.zip'
    case 'safetensors':
      return request.content === 'state' ? '.safetensors' : '-networks.safetensors'
    default:
      return request satisfies never
  }
}

const NAMES: Readonly<Record<ExportRequest['kind'], string>> = {
  pictures: 'The pictures',
  sheet: 'The sheet',
  film: 'The film',
  onnx: 'The ONNX file',
  html: 'The HTML file',
  pytorch: 'The PyTorch files',
  safetensors: 'The checkpoint',
}

/** “The film”. */
export function nameOf({ kind }: ExportRequest): string {
  return NAMES[kind]
}

/** “1.2 MB, made in 0:07. Checked: 16 pictures, no pixel differs.” */
export function describeMade({ request, file, seconds, check }: Pick<MadeFile, 'request' | 'file' | 'seconds' | 'check'>): string {
  const checked = describeCheck(request, check)
  return `${formatBytes(file.size)}, made in ${seconds < 1 ? 'less than a second' : formatDuration(seconds)}.${checked === null ? '' : ` ${checked}`}`
}

/** Null where nothing was compared. */
function describeCheck({ kind }: ExportRequest, check: ExportCheck | null): string | null {
  if (check === null) return null
  const { largestPixelDifference: largest, pictures } = check
  const of = countOf(pictures, 'picture')
  const difference = Math.round(10 * largest) / 10
  if (difference === 0) return `Checked: ${of}, no pixel differs.`
  if (kind === 'film') return `Compression changes its colours by at most ${difference} of 255.`
  return `Checked: its pixels differ by at most ${difference} of 255, on ${of}.`
}
