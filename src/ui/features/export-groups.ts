// Groups of images as files: a table of their paths, or a zip with a folder a group and the pictures as the networks see them.
import { Zip, ZipPassThrough } from 'fflate'
import { PAGE, type PageCache } from '../data/page-cache.ts'
import { pixelsOf } from '../shared/pixels-of.ts'
import { clusterTable, entryNames, type Group } from './grouping.ts'

export interface ExportOptions {
  readonly onProgress: (share: number) => void
  readonly signal: AbortSignal
}

/** What the page cache knows an export by. */
const EXPORT_VIEW = 'export'

/** @throws the signal's reason where the person cancelled */
export async function tableOf(cache: PageCache, groups: readonly Group[], options: ExportOptions): Promise<Blob> {
  await readPaths(cache, groups, options)
  return new Blob([clusterTable(groups, (image) => cache.pathOf(image) ?? '')], { type: 'text/csv;charset=utf-8' })
}

/** Pictures are PNG already: packing them once more would only take time. @throws the signal's reason where the person cancelled */
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

/** Paths come with the pages of pictures; those known are not read again. */
async function readPaths(cache: PageCache, groups: readonly Group[], options: ExportOptions): Promise<void> {
  const unknown = groups.flatMap(({ images }) => images).filter((image) => cache.pathOf(image) === undefined)
  await eachPicture(cache, unknown, options, () => Promise.resolve())
}

/** Page by page in the order of the set, one ahead, so that the trainer never waits and memory holds a few of them. */
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
      await untilHere(cache, own[0] ?? 0, signal)
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

/** Or until the person cancelled, which is for the caller to see. */
function untilHere(cache: PageCache, image: number, signal: AbortSignal): Promise<void> {
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
