// State of files that are made of the run for elsewhere: the one under way, the last one made, and the state it is made from.
import type { TrainerEvent } from '../../protocol.ts'
import type { ExportCheck, ExportRequest } from '../../spec/exports.ts'
import type { FilmOffer } from '../../spec/films.ts'
import type { Pictures } from '../../spec/image-block.ts'
import type { WantedFilm } from './wanted-film.ts'

/** What the name of a file is made of, beside its step. */
export interface WantedFile {
  readonly request: ExportRequest
  /** Of the run's images. */
  readonly images: string
}

interface FileUnderWay extends WantedFile {
  readonly id: number
  /** 0 to 1. */
  readonly share: number
  /** Seconds; null while it is too early to say. */
  readonly left: number | null
  readonly cancelling: boolean
}

export interface MadeFile extends WantedFile {
  readonly step: number
  /** In the browser's storage, until another one is begun or the page is closed. */
  readonly file: Blob
  readonly seconds: number
  readonly check: ExportCheck | null
}

export interface FilmPreview {
  readonly pictures: Pictures
  /** Samples in each picture of the film. */
  readonly points: number
}

export interface ExportSlice {
  readonly lastId: number
  readonly underWay: FileUnderWay | null
  readonly made: MadeFile | null
  /** Why the last file could not be made, as a sentence. */
  readonly problem: { readonly request: ExportRequest; readonly sentence: string } | null
  /** The file of the snapshot that is taken away; null: the run as it is now. */
  readonly snapshot: string | null
  readonly preview: FilmPreview | null
  /** The film that the studio opened “Take away” for; null: it was opened on the page. */
  readonly wantedFilm: WantedFilm | null
  /** Which formats of film this browser can encode; null until it was asked. */
  readonly offers: readonly FilmOffer[] | null
}

export const initialExport: ExportSlice = {
  lastId: 0,
  underWay: null,
  made: null,
  problem: null,
  snapshot: null,
  preview: null,
  wantedFilm: null,
  offers: null,
}

export type FileEvent = Extract<TrainerEvent, { type: 'file-progress' | 'file-made' | 'file-failed' }>

export function applyFileEvent(files: ExportSlice, event: FileEvent): ExportSlice {
  const { underWay } = files
  if (underWay === null) return files
  const { request, images } = underWay
  switch (event.type) {
    case 'file-progress':
      return { ...files, underWay: { ...underWay, share: event.share, left: event.left } }
    case 'file-made': {
      const { step, seconds, check } = event
      return { ...files, underWay: null, made: { request, images, step, seconds, check, file: event.file as Blob } }
    }
    case 'file-failed':
      return { ...files, underWay: null, problem: event.sentence === null ? null : { request, sentence: event.sentence } }
    default:
      return event satisfies never
  }
}

/** The trainer is gone, and with it what it was making and what it had made. */
export function withoutMaking(files: ExportSlice): ExportSlice {
  if (files.underWay === null) return { ...files, made: null }
  const sentence = 'The trainer stopped before the file was done. Make it again once the run is back.'
  return { ...files, underWay: null, made: null, problem: { request: files.underWay.request, sentence } }
}

/** Another run is on the page: its snapshots and pictures are others. A file that was made can still be saved. */
export function withoutSource(files: ExportSlice): ExportSlice {
  return { ...files, snapshot: null, preview: null }
}
