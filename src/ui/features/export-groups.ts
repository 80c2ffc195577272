// Exports groups of images: as a table of their paths, or as a zip with a folder per group and the pictures as the networks see them.
import { Zip, ZipPassThrough } from 'fflate'
import { PAGE, type PageCache } from '../data/page-cache.ts'
import { pixelsOf } from '../shared/pixels-of.ts'
import { clusterTable, entryNames, type Group } from './grouping.ts'

interface ExportOptions {
  readonly onProgress: (share: number) => void
  readonly signal: AbortSignal
}

/** Identifies the export to the page cache. */
const EXPORT_VIEW = 'export'

/** @throws the signal's reason if cancelled */
export async function tableOf(cache: PageCache, groups: readonly Group[], options: ExportOptions): Promise<Blob> {
  await readPaths(cache, groups, options)
  return new Blob([clusterTable(groups, (image) => cache.pathOf(image) ?? '')], { type: 'text/csv;charset=utf-8' })
}

/** Stored without compression, since PNG is already compressed. @throws the signal's reason if cancelled */
export async function zipOf(cache: PageCache, groups: readonly Group[], options: ExportOptions): Promise<Blob> {
  await readPaths(cache, groups, { ...options, onProgress: (share) => options.onProgress(share / 2) })
  const names = entryNames(groups, (image) => cache.pathOf(image) ?? '')
  const parts: Uint8Array<ArrayBuffer>[] = []
  const zip = new Zip((problem, part) => {
    if (problem) throw problem
    parts.push(part)
  })
  const toPng = makePngWriter()
  await eachPicture(cache, [...names.keys()], { ...options, onProgress: (share) => options.onProgress((1 + share) / 2) }, async (image) => {
    const page = cache.picturesOf(image)
    if (page === null) return
    const entry = new ZipPassThrough(names.get(image) ?? '')
    const png = await toPng(page.size, pixelsOf(page, image % PAGE))
    zip.add(entry)
    entry.push(png, true)
  })
  zip.end()
  return new Blob(parts, { type: 'application/zip' })
}

/** Paths arrive with the pages of pictures; known ones are not read again. */
async function readPaths(cache: PageCache, groups: readonly Group[], options: ExportOptions): Promise<void> {
  const unknown = groups.flatMap(({ images }) => images).filter((image) => cache.pathOf(image) === undefined)
  await eachPicture(cache, unknown, options, () => Promise.resolve())
}

/** Visits page by page in the order of the set, requesting one page ahead, so that only a few are in memory. */
async function eachPicture(
  cache: PageCache,
  images: readonly number[],
  { signal, onProgress }: ExportOptions,
  visit: (image: number) => Promise<void>,
): Promise<void> {
  const pages = pagesOf(images)
  try {
    for (const [i, own] of pages.entries()) {
      cache.want(EXPORT_VIEW, [...own, ...(pages[i + 1] ?? [])])
      await untilLoaded(cache, own[0] ?? 0, signal)
      for (const image of own) {
        signal.throwIfAborted()
        await visit(image)
      }
      onProgress((i + 1) / pages.length)
    }
  } finally {
    cache.want(EXPORT_VIEW, [])
  }
}

function pagesOf(images: readonly number[]): readonly (readonly number[])[] {
  const pages = new Map<number, number[]>()
  for (const image of [...images].sort((a, b) => a - b)) {
    const page = Math.floor(image / PAGE)
    const own = pages.get(page) ?? []
    own.push(image)
    pages.set(page, own)
  }
  return [...pages.values()]
}

/** Resolves when the picture is loaded or the signal aborts; the caller checks the signal. */
function untilLoaded(cache: PageCache, image: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = cache.subscribe(check)
    signal.addEventListener('abort', check)
    function check() {
      if (!signal.aborted && cache.picturesOf(image) === null) return
      stop()
      signal.removeEventListener('abort', check)
      resolve()
    }
    check()
  })
}

function makePngWriter() {
  const canvas = new OffscreenCanvas(1, 1)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  return async (size: number, pixels: Uint8ClampedArray<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> => {
    if (canvas.width !== size) {
      canvas.width = size
      canvas.height = size
    }
    context?.putImageData(new ImageData(pixels, size, size), 0, 0)
    const png = await canvas.convertToBlob({ type: 'image/png' })
    return new Uint8Array(await png.arrayBuffer())
  }
}
