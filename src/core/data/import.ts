// A person's own files to a training set: every file is read, judged, decoded, cut square and made small; what cannot be used is
// named with its reason and stops nothing. The page and the command line share it; they differ in how a file is read and decoded.

import type { Preparation } from '../../spec/config.ts'
import { IMPORT_LIMITS } from '../../spec/datasets.ts'
import type { Finding } from '../../spec/files.ts'
import type { ImportProgress } from '../../spec/report.ts'
import { type Breathe, createBreathe } from './breathe.ts'
import type { Collection } from './collection.ts'
import { examine } from './doctor/examine.ts'
import { decodeBmp } from './formats/bmp.ts'
import { createGate, inLanes } from './gate.ts'
import { type Decode, FORMAT_LABELS, type ImageFormat, Refusal, type RgbaImage } from './image.ts'
import { inspect, isZip } from './inspect.ts'
import { packGrey, toSquare } from './resample.ts'
import { listZip, readZipEntry, type ZipEntry } from './zip.ts'

export interface ImportFile {
  /** With `/` between folders. */
  readonly path: string
  readonly size: number
  read(): Promise<ArrayBuffer>
}

export interface ImportOptions {
  /** What the set is called, such as the name of the folder. */
  readonly name: string
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined
  readonly signal?: { readonly aborted: boolean } | undefined
}

/** Not one file could be used; `findings` say why. */
export class NoImagesError extends Error {
  override readonly name = 'NoImagesError'
  readonly findings: readonly Finding[]

  constructor(findings: readonly Finding[]) {
    super(findings.length === 0 ? 'There are no image files here.' : `None of the ${findings.length} files is an image that can be used.`)
    this.findings = findings
  }
}

/** Files under way at once: enough to keep every decoding thread busy. */
const LANES = 8
const PROGRESS_EVERY_MS = 100

/** Where a file stands among all: by path, then by its path inside a zip. The order of a set never depends on timing. */
type Place = readonly [file: number, entry: number]

interface Source {
  readonly place: Place
  readonly path: string
  readonly size: number
  read(): Promise<Uint8Array>
}

class Import {
  readonly accepted: { place: Place; path: string; pixels: Uint8Array }[] = []
  readonly refused: { place: Place; finding: Finding }[] = []
  private total: number
  private reportedAt = 0
  private readonly breathe: Breathe
  private readonly withinBytes = createGate(IMPORT_LIMITS.maxBytes)
  private readonly withinPixels = createGate(IMPORT_LIMITS.maxPixels)
  private readonly preparation: Preparation
  private readonly decode: Decode
  private readonly options: ImportOptions

  constructor(total: number, preparation: Preparation, decode: Decode, options: ImportOptions) {
    this.total = total
    this.preparation = preparation
    this.decode = decode
    this.options = options
    this.breathe = createBreathe(options.signal)
  }

  /** Takes every file; zips wait until the end, so that only one of them is in memory at a time. */
  async run(files: readonly ImportFile[]): Promise<void> {
    const zips: { file: ImportFile; index: number }[] = []
    await inLanes(files, LANES, async (file, index) => {
      const source = { place: [index, 0], path: file.path, size: file.size, read: () => readWhole(file) } as const
      if ((await this.take(source, IMPORT_LIMITS.maxZipBytes)) === 'zip') zips.push({ file, index })
    })
    for (const { file, index } of zips) await this.takeZip(file, index)
    this.report(true)
  }

  private async takeZip(file: ImportFile, index: number): Promise<void> {
    const place = [index, 0] as const
    try {
      const zip = await readWhole(file)
      const entries = listZip(zip)
        .filter(({ path }) => !isClutter(path))
        .sort((a, b) => comparePaths(a.path, b.path))
      if (entries.length === 0) throw new Refusal('damaged', 'The zip holds no files.')
      this.total += entries.length - 1
      await inLanes(entries, LANES, async (entry, i) => {
        await this.take(zipSource(zip, entry, file.path, [index, i]), IMPORT_LIMITS.maxBytes)
      })
    } catch (error) {
      this.refuse(place, file.path, error)
    }
  }

  /** Accepts or rejects one file, or finds that it is a zip. */
  private async take(source: Source, maxBytes: number): Promise<'done' | 'zip'> {
    await this.breathe()
    try {
      if (source.size > maxBytes) throw tooManyBytes(source.size, maxBytes)
      const isPicture = await this.withinBytes(source.size, () => this.takePicture(source, maxBytes))
      if (!isPicture) return 'zip'
    } catch (error) {
      this.refuse(source.place, source.path, error)
    }
    this.report(false)
    return 'done'
  }

  private async takePicture(source: Source, maxBytes: number): Promise<boolean> {
    const bytes = await source.read()
    if (isZip(bytes) && maxBytes === IMPORT_LIMITS.maxZipBytes) return false
    if (bytes.length > IMPORT_LIMITS.maxBytes) throw tooManyBytes(bytes.length, IMPORT_LIMITS.maxBytes)
    const { format, width, height } = inspect(bytes)
    const pixels = await this.withinPixels(width * height, async () =>
      toSquare(await decodeAny(bytes, format, this.decode), this.preparation),
    )
    this.accepted.push({ place: source.place, path: source.path, pixels: packGrey(pixels) })
    return true
  }

  private refuse(place: Place, path: string, error: unknown): void {
    if (!(error instanceof Refusal)) throw error // a fault of the program, or the import was cancelled
    this.refused.push({ place, finding: { path, kind: error.kind, sentence: error.message, image: null } })
  }

  private report(last: boolean): void {
    const now = Date.now()
    if (!last && now - this.reportedAt < PROGRESS_EVERY_MS) return
    this.reportedAt = now
    const done = this.accepted.length + this.refused.length
    this.options.onProgress?.({ done, total: this.total, refused: this.refused.length })
  }
}

function tooManyBytes(size: number, limit: number): Refusal {
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1024 / 1024)} MB`
  return new Refusal('unfit', `${megabytes(size)}: more than the ${megabytes(limit)} this page takes.`)
}

/** The whole file. What goes wrong here lies with the disk or with a file that has changed, not with the picture. */
async function readWhole(file: ImportFile): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.read())
  } catch {
    throw new Refusal('unreadable', 'The file could not be read: it may have been moved or changed, or reading it is not allowed.')
  }
}

function zipSource(zip: Uint8Array, entry: ZipEntry, zipPath: string, place: Place): Source {
  return { place, path: `${zipPath}/${entry.path}`, size: entry.size, read: async () => readZipEntry(zip, entry) }
}

async function decodeAny(bytes: Uint8Array, format: ImageFormat, decode: Decode): Promise<RgbaImage> {
  if (format === 'bmp') return decodeBmp(bytes)
  try {
    return await decode(bytes, format)
  } catch {
    throw new Refusal('damaged', `The ${FORMAT_LABELS[format]} cannot be decoded: it is damaged, or of a kind this program does not know.`)
  }
}

/** What systems leave in folders beside a person's files; it is passed over in silence. */
function isClutter(path: string): boolean {
  const parts = path.split('/')
  const name = parts.at(-1)?.toLowerCase() ?? ''
  return parts.some((part) => part.startsWith('.') || part === '__MACOSX') || name === 'thumbs.db' || name === 'desktop.ini'
}

/** By code units, which is the same in every language and on every system. */
function comparePaths(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function comparePlaces(a: { place: Place }, b: { place: Place }): number {
  return a.place[0] - b.place[0] || a.place[1] - b.place[1]
}

/** One block of bytes; grey images among coloured ones get three equal channels. */
function joinImages(accepted: readonly { pixels: Uint8Array }[], size: number): { images: Uint8Array; channels: 1 | 3 } {
  const area = size * size
  const channels = accepted.every(({ pixels }) => pixels.length === area) ? 1 : 3
  const images = new Uint8Array(accepted.length * area * channels)
  accepted.forEach(({ pixels }, i) => {
    const at = i * area * channels
    if (pixels.length === area * channels) images.set(pixels, at)
    else for (let byte = 0; byte < area * channels; byte++) images[at + byte] = pixels[Math.floor(byte / channels)] as number
  })
  return { images, channels }
}

/**
 * Prepares the images. The set is a function of the files alone: not of the order they are listed in, nor of which one is
 * decoded first. Throws NoImagesError where none can be used and ImportCancelledError once `signal` is aborted.
 */
export async function prepareImages(
  files: readonly ImportFile[],
  preparation: Preparation,
  decode: Decode,
  options: ImportOptions,
): Promise<Collection> {
  const wanted = files.filter(({ path }) => !isClutter(path)).sort((a, b) => comparePaths(a.path, b.path))
  const { size } = preparation
  const work = new Import(wanted.length, preparation, decode, options)
  await work.run(wanted)
  const findings = work.refused.sort(comparePlaces).map(({ finding }) => finding)
  if (work.accepted.length === 0) throw new NoImagesError(findings)
  const { images, channels } = joinImages(work.accepted.sort(comparePlaces), size)
  const paths = work.accepted.map(({ path }) => path)
  const set = { name: options.name, label: options.name, images, count: paths.length, size, channels }
  return examine({ ...set, paths, leftOut: new Set(), findings, warnings: [] }, preparation, { signal: options.signal })
}
