// Decoding in the browser, in Workers, by its own decoders. Browsers draw SVG on a page only, so a library in a thread of its own does that;
// neither thread nor library is loaded before the first drawing.
import { Refusal } from '../data/errors.ts'
import { type Plane, planesToRgba } from '../data/formats/jpeg-planes.ts'
import type { Decode, DecodedFormat, RgbaImage } from '../data/image.ts'
import { createSvgDecoder, normaliseSvg, type SvgResponse } from '../data/svg/drawing.ts'
import type { MakeWorker } from './page-workers.ts'

/** Files up to this size go to ImageDecoder, which decodes in this thread; others to createImageBitmap, which calls another process. */
const SMALL_FILE = 1 << 16
const SMALL_FORMATS: readonly DecodedFormat[] = ['jpeg', 'png']
/** Only where frames have a `rotation` is it certain that the decoder has not rotated them. */
const HAS_DECODER = 'ImageDecoder' in globalThis && 'rotation' in VideoFrame.prototype

/** In sRGB as the browser shows it; only the first frame. The file's orientation has been removed before. */
export function createBrowserDecode(makeWorker: MakeWorker): Decode {
  const decodeSvg = createSvgDecode(makeWorker)
  return async (bytes, format) => {
    if (format === 'svg') return decodeSvg(bytes)
    const isSmall = HAS_DECODER && bytes.length <= SMALL_FILE && SMALL_FORMATS.includes(format)
    return (isSmall ? await decodeByImageDecoder(bytes, format).catch(() => null) : null) ?? decodeByCanvas(bytes, format)
  }
}

const PROBE_SIDE = 8
/** A browser may round what a canvas returns; one that hides it returns noise. */
const MAX_ROUNDING = 2

/** Where Firefox resists fingerprinting it returns noise: the networks would learn noise, and nothing would show it. */
function readsBackPixels(): boolean {
  const context = new OffscreenCanvas(PROBE_SIDE, PROBE_SIDE).getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('there is no 2D canvas')
  const known = Uint8ClampedArray.from({ length: 4 * PROBE_SIDE * PROBE_SIDE }, (_, i) => (i % 4 === 3 ? 255 : (i * 37) % 256))
  context.putImageData(new ImageData(known, PROBE_SIDE), 0, 0)
  const { data } = context.getImageData(0, 0, PROBE_SIDE, PROBE_SIDE)
  return known.every((value, i) => Math.abs(value - (data[i] as number)) <= MAX_ROUNDING)
}

let canvasIsReadable: boolean | null = null

const HIDDEN_PIXELS =
  'This browser hides the pixels of pictures from pages, to resist fingerprinting: switch that off for this page, or use another browser.'

async function decodeByCanvas(bytes: Uint8Array, format: DecodedFormat): Promise<RgbaImage> {
  canvasIsReadable ??= readsBackPixels()
  if (!canvasIsReadable) throw new Refusal('unfit', HIDDEN_PIXELS)
  // A Blob takes no view on shared memory; none is ever passed here.
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: `image/${format}` })
  const bitmap = await createImageBitmap(blob, { imageOrientation: 'from-image', premultiplyAlpha: 'none' })
  try {
    const { width, height } = bitmap
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
    if (!context) throw new Error('there is no 2D canvas')
    context.drawImage(bitmap, 0, 0)
    return { width, height, pixels: context.getImageData(0, 0, width, height).data }
  } finally {
    bitmap.close()
  }
}

/** Five times as fast on small files as a canvas, with the same pixels; null where they might differ. */
async function decodeByImageDecoder(bytes: Uint8Array, format: DecodedFormat): Promise<RgbaImage | null> {
  const decoder = new ImageDecoder({ data: bytes as Uint8Array<ArrayBuffer>, type: `image/${format}` })
  try {
    const { image } = await decoder.decode()
    try {
      return isUprightSrgb(image) ? await pixelsOf(image) : null
    } finally {
      image.close()
    }
  } finally {
    decoder.close()
  }
}

/** Whether nothing has to be rotated or converted. */
function isUprightSrgb(image: VideoFrame): boolean {
  const { fullRange, primaries, transfer } = image.colorSpace
  const { rotation, flip } = image as VideoFrame & { readonly rotation?: number; readonly flip?: boolean }
  return rotation === 0 && flip === false && fullRange === true && primaries === 'bt709' && transfer === 'iec61966-2-1'
}

async function pixelsOf(image: VideoFrame): Promise<RgbaImage | null> {
  const { format, visibleRect } = image
  if (!visibleRect) return null
  const { width, height } = visibleRect
  if (format === 'BGRX' || format === 'BGRA' || format === 'RGBX' || format === 'RGBA') {
    const pixels = new Uint8Array(width * height * 4)
    await image.copyTo(pixels, { format: 'RGBA' })
    return { width, height, pixels }
  }
  if ((format !== 'I420' && format !== 'I444') || image.colorSpace.matrix !== 'smpte170m') return null
  const bytes = new Uint8Array(image.allocationSize())
  const layout = await image.copyTo(bytes)
  const [luma, blue, red] = layout.map(({ offset, stride }): Plane => ({ bytes: bytes.subarray(offset), stride }))
  return luma && blue && red ? planesToRgba({ width, height, luma, blue, red, subsampled: format === 'I420' }) : null
}

function createSvgDecode(makeWorker: MakeWorker) {
  const draw = createSvgDecoder((respond) => {
    const worker = makeWorker('svg')
    worker.onmessage = ({ data }: MessageEvent<SvgResponse>) => respond(data)
    worker.onerror = () => respond({ type: 'crashed' })
    return { draw: (request) => worker.postMessage(request), end: () => worker.terminate() }
  })
  return async (svg: Uint8Array) => draw(await normaliseSvg(svg))
}
