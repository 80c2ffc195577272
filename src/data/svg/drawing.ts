// SVG to pixels by resvg, a library in WebAssembly: the same bits in every browser and in Node, without a page, fonts or a network.
// A drawing can ask for hours of work or gigabytes: each is drawn in a thread that is ended when it takes too long or breaks.
import type { Resvg } from '@resvg/resvg-wasm'
import { IMPORT_LIMITS } from '../../spec/datasets.ts'
import { createSemaphore } from '../concurrency.ts'
import { cutShort, Refusal } from '../errors.ts'
import { SVG_LONGEST, SVG_SIDE } from '../formats/svg.ts'
import type { RgbaImage } from '../image.ts'
import { tooManyParts } from './limits.ts'
import { textOfSvg } from './markup.ts'

export interface SvgRequest {
  readonly svg: Uint8Array
  readonly bounds: typeof BOUNDS
}

export type SvgResponse =
  | { readonly type: 'ready' }
  /** With premultiplied alpha. */
  | { readonly type: 'drawn'; readonly width: number; readonly height: number; readonly pixels: Uint8Array }
  /** The library says what is wrong in the drawing. */
  | { readonly type: 'refused'; readonly message: string }
  /** Its shorter side would have too few pixels. */
  | { readonly type: 'too-thin' }
  /** The library has crashed: its memory is in an undefined state, or was not enough. */
  | { readonly type: 'crashed' }
  | { readonly type: 'timeout'; readonly maxSeconds: number }
  /** The library could not be loaded. */
  | { readonly type: 'unavailable' }

const UNAVAILABLE: SvgResponse = { type: 'unavailable' }
/** Responses after which a thread cannot be used again. */
const FATAL: readonly SvgResponse['type'][] = ['crashed', 'timeout', 'unavailable']

/** A thread that responds with `ready` once, then once to each request. */
interface SvgThread {
  draw(request: SvgRequest): void
  end(): void
}
export type OpenSvgThread = (response: (response: SvgResponse) => void) => SvgThread

/** A drawing takes milliseconds. */
const MAX_SECONDS = 10
/** Of one thread: enough for an embedded photo of 25 megapixels, and small enough for a thread on each of eight cores. */
export const SVG_MEMORY_BYTES = 512 * 1024 * 1024
const BOUNDS = { side: SVG_SIDE, longest: SVG_LONGEST, thinnest: IMPORT_LIMITS.minSide }

// Every platform has these; the language itself does not.
declare const setTimeout: (run: () => void, milliseconds: number) => number
declare const clearTimeout: (timer: number) => void

/** Runs in the thread. Node's thread gets this function as text, so it must not use anything outside of it. */
export function drawSvg(Drawing: typeof Resvg, { svg, bounds }: SvgRequest): SvgResponse {
  try {
    const font = { loadSystemFonts: false }
    let fit: { mode: 'width' | 'height'; value: number } = { mode: 'height', value: bounds.side }
    let drawing = new Drawing(svg, { font, fitTo: fit })
    const sides = [Math.max(0.5, drawing.width), Math.max(0.5, drawing.height)] as const // whole numbers: a side below one pixel is 0
    const [short, long] = sides[0] < sides[1] ? sides : ([sides[1], sides[0]] as const)
    if ((short / long) * bounds.longest < bounds.thinnest) return { type: 'too-thin' }
    const tooLong = (long / short) * bounds.side > bounds.longest
    fit = { mode: sides[0] < sides[1] !== tooLong ? 'width' : 'height', value: tooLong ? bounds.longest : bounds.side }
    if (fit.mode !== 'height' || tooLong) {
      drawing.free()
      drawing = new Drawing(svg, { font, fitTo: fit })
    }
    const picture = drawing.render()
    const { width, height, pixels } = picture
    picture.free()
    drawing.free()
    return { type: 'drawn', width, height, pixels }
  } catch (error) {
    // The library throws plain Errors about a drawing; other errors are traps of WebAssembly.
    return error instanceof Error && error.name === 'Error' ? { type: 'refused', message: error.message } : { type: 'crashed' }
  }
}

function svgUnavailable(): Refusal {
  return new Refusal('unreadable', 'The part of this program that draws SVG could not be loaded: try again, or save the drawing as PNG.')
}

function refusalFor(message: string): Refusal {
  if (/never closed|end of stream/.test(message)) return cutShort('svg')
  if (message.includes('invalid size')) return new Refusal('unfit', 'The SVG has no size: give it a width and a height, or a viewBox.')
  if (/limit|entity reference loop/.test(message)) return tooManyParts()
  const [, line, column] = / at (\d+):(\d+)/.exec(message) ?? []
  return new Refusal('damaged', line ? `The SVG is damaged at line ${line}, column ${column}.` : 'The SVG is damaged.')
}

function straightAlpha(pixels: Uint8Array): Uint8Array {
  const straight = new Uint8Array(pixels)
  const words = new Uint32Array(straight.buffer) // alpha in the highest byte: all machines that run this are little-endian
  for (let word = 0; word < words.length; word++) {
    const alpha = (words[word] as number) >>> 24
    if (alpha === 0 || alpha === 255) continue
    for (let i = 4 * word; i < 4 * word + 3; i++) straight[i] = Math.round(((straight[i] as number) * 255) / alpha)
  }
  return straight
}

function imageOf(response: SvgResponse): RgbaImage {
  switch (response.type) {
    case 'drawn':
      return { width: response.width, height: response.height, pixels: straightAlpha(response.pixels) }
    case 'refused':
      throw refusalFor(response.message)
    case 'too-thin':
      throw new Refusal('unfit', 'The SVG is too long and thin to cut a square from.')
    case 'timeout':
      throw new Refusal('unfit', `Drawing the SVG takes more than ${response.maxSeconds} seconds: make it simpler, or save it as PNG.`)
    case 'unavailable':
      throw svgUnavailable()
    case 'crashed':
    case 'ready': // never the response to a request
      throw new Refusal('unfit', 'Drawing the SVG broke off, most likely for want of memory: make it simpler, or save it as PNG.')
    default:
      return response satisfies never
  }
}

/** The library refuses drawings that do not begin with a tag. */
function withoutLeadingSpace(svg: Uint8Array): Uint8Array {
  return svg.subarray(Math.max(0, svg.indexOf('<'.charCodeAt(0))))
}

/** Draws one at a time, in a thread that is opened for the first drawing, and again after a drawing that made it unusable. */
export function createSvgDecoder(open: OpenSvgThread, maxSeconds = MAX_SECONDS): (svg: Uint8Array) => Promise<RgbaImage> {
  let thread: SvgThread | null = null
  let respond: (response: SvgResponse) => void = () => {}
  const oneAtATime = createSemaphore(1)

  const openThread = async (): Promise<SvgResponse> =>
    new Promise((resolve) => {
      respond = resolve
      try {
        const mine = open((response) => {
          if (thread === mine) respond(response) // ignore late messages of a thread that has been ended
        })
        thread = mine
      } catch {
        resolve(UNAVAILABLE) // some browsers cannot start threads here
      }
    })

  const draw = async ({ draw: request }: SvgThread, svg: Uint8Array): Promise<SvgResponse> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve({ type: 'timeout', maxSeconds }), 1000 * maxSeconds)
      respond = (response) => {
        clearTimeout(timer)
        resolve(response)
      }
      request({ svg: withoutLeadingSpace(svg), bounds: BOUNDS })
    })

  return (svg) =>
    oneAtATime(1, async () => {
      const opened = thread ? null : await openThread()
      const response = thread && (!opened || opened.type === 'ready') ? await draw(thread, svg) : UNAVAILABLE
      if (FATAL.includes(response.type)) {
        thread?.end()
        thread = null
      }
      return imageOf(response)
    })
}

declare const TextEncoder: new () => { encode(text: string): Uint8Array }

async function loadStyles() {
  try {
    return await import('./resolve.ts')
  } catch {
    throw svgUnavailable()
  }
}

/**
 * The same drawing in UTF-8 and without style sheets. The code for styles is loaded with the first drawing, like the library that draws.
 * @throws Refusal
 */
export async function normaliseSvg(svg: Uint8Array): Promise<Uint8Array> {
  const text = textOfSvg(svg)
  const { resolveStyles } = await loadStyles()
  try {
    return new TextEncoder().encode(resolveStyles(text))
  } catch (error) {
    throw error instanceof RangeError ? tooManyParts() : error // the call stack is exhausted
  }
}
