// Writes the bytes of an export from what the device gave: a function of its input alone, which runs in a Worker of its own, so that neither training
// nor the page waits for it.

import { inPieces } from '../../data/bytes.ts'
import { encodeFilm } from '../../export/film/encode-film.ts'
import { writeHtml } from '../../export/html/write-html.ts'
import type { NetworkOrigin } from '../../export/onnx/describe.ts'
import { discriminatorOnnx } from '../../export/onnx/discriminator.ts'
import { generatorOnnx } from '../../export/onnx/generator.ts'
import { picturesZip } from '../../export/pictures.ts'
import { pytorchZip } from '../../export/pytorch/pytorch-zip.ts'
import { sheetPng } from '../../export/sheet.ts'
import type { InferenceGenerator, InferenceNetwork } from '../../gan/inference.ts'
import { findDirections } from '../../player/directions/find-directions.ts'
import { modelOf } from '../../player/model.ts'
import type { WorkOptions } from '../../spec/cancel.ts'
import type { ExportCheck, ExportRequest, TensorLayout, WeightPrecision } from '../../spec/exports.ts'
import { FILM_FACTS, type FilmPlan } from '../../spec/films.ts'
import type { LatentPoint } from '../../spec/picture-code.ts'
import type { PictureFacts } from '../../spec/picture-facts.ts'
import type { FileSink } from './file-sink.ts'
import { collected, type PictureGroups, regrouped, repeated } from './picture-groups.ts'

type RequestOf<K extends ExportRequest['kind']> = Extract<ExportRequest, { kind: K }>

/** What is written, apart from the pictures, which follow. */
export type FileJob =
  /** The file is there already. */
  | { readonly kind: 'safetensors'; readonly bytes: Uint8Array<ArrayBuffer> }
  | ((RequestOf<'pictures'> | RequestOf<'sheet'>) & { readonly facts: PictureFacts })
  /** `shown`: for how many frames each picture, or group of them, is shown; null: for one. */
  | { readonly kind: 'film'; readonly plan: FilmPlan; readonly shown: readonly number[] | null }
  | { readonly kind: 'generator-onnx'; readonly generator: InferenceGenerator; readonly layout: TensorLayout; readonly run: string }
  | {
      readonly kind: 'features-onnx'
      readonly discriminator: InferenceNetwork
      readonly layout: TensorLayout
      readonly origin: NetworkOrigin
    }
  /** Its pictures are those of `points`. */
  | {
      readonly kind: 'html'
      readonly generator: InferenceGenerator
      readonly about: AboutRun
      readonly precision: WeightPrecision
      readonly points: readonly LatentPoint[]
    }
  | { readonly kind: 'pytorch'; readonly bytes: Uint8Array<ArrayBuffer>; readonly about: AboutRun; readonly generator: InferenceGenerator }

/** What files say of the run. */
export interface AboutRun {
  /** For people. */
  readonly name: string
  readonly images: string
  /** As picture codes name it. */
  readonly run: string
}

/**
 * @param groups the pictures of the job; none for networks
 * @returns how far the pictures of the file are from those of the run; null where they are the same, or cannot be compared
 */
export async function encodeFile(job: FileJob, groups: PictureGroups, sink: FileSink, options: WorkOptions): Promise<ExportCheck | null> {
  switch (job.kind) {
    case 'safetensors':
      await writeAll(sink, job.bytes)
      return null
    case 'pictures':
      await writeAll(sink, await picturesZip({ ...job, pictures: await collected(groups) }, options))
      return null
    case 'sheet':
      await writeAll(sink, sheetPng({ ...job, pictures: await collected(groups) }))
      return null
    case 'film': {
      const frames = regrouped(groups, job.plan.cells)
      return encodeFilm(job.shown ? repeated(frames, job.shown) : frames, job.plan, sink, options)
    }
    case 'pytorch':
      await writeAll(sink, await pytorch(job, options))
      return null
    case 'generator-onnx':
      await writeAll(sink, generatorOnnx(job.generator, job.layout, job.run))
      return null
    case 'features-onnx':
      await writeAll(sink, discriminatorOnnx(job.discriminator, job.layout, job.origin))
      return null
    case 'html':
      return html(job, groups, sink, options)
    default:
      return job satisfies never
  }
}

async function pytorch(
  { bytes, about: { name, run }, generator }: Extract<FileJob, { kind: 'pytorch' }>,
  options: WorkOptions,
): Promise<Uint8Array> {
  return pytorchZip(bytes, { name, run }, await findDirections(modelOf(generator), { ...options, zones: true }))
}

/** Of the work for an HTML file: to find directions takes the longest. */
const DIRECTIONS_SHARE = 0.8

async function html(
  { generator, about, precision, points }: Extract<FileJob, { kind: 'html' }>,
  groups: PictureGroups,
  sink: FileSink,
  { onProgress, signal }: WorkOptions,
): Promise<ExportCheck> {
  const drawn = { points, pictures: await collected(groups) }
  const onSearched = (share: number) => onProgress?.(DIRECTIONS_SHARE * share)
  const directions = await findDirections(modelOf(generator), { zones: true, signal, onProgress: onSearched })
  const onCompared = (done: number, total: number) => onProgress?.(DIRECTIONS_SHARE + (1 - DIRECTIONS_SHARE) * (done / total))
  const { bytes, check } = writeHtml(generator, about, precision, drawn, directions, onCompared)
  await writeAll(sink, bytes)
  return check
}

/** The media type of the file. */
export function typeOf(job: FileJob): string {
  switch (job.kind) {
    case 'sheet':
      return 'image/png'
    case 'film':
      return FILM_FACTS[job.plan.settings.format].type
    case 'safetensors':
    case 'generator-onnx':
    case 'features-onnx':
      return 'application/octet-stream'
    case 'html':
      return 'text/html'
    case 'pictures':
    case 'pytorch':
      return 'application/zip'
    default:
      return job satisfies never
  }
}

async function writeAll(sink: FileSink, bytes: Uint8Array): Promise<void> {
  let at = 0
  for (const piece of inPieces(bytes)) {
    await sink.write(piece, at)
    at += piece.length
  }
}
