// SVG to pixels by resvg, a library in WebAssembly: the same bits in every browser and in Node, without a page, fonts or a network.
// A drawing can ask for hours of work or gigabytes: each is drawn in a thread that is ended when it takes too long or breaks.
import type { Resvg } from '@resvg/resvg-wasm'
import { IMPORT_LIMITS } from '../../spec/datasets.ts'
import { createSemaphore } from '../concurrency.ts'
import { SVG_LONGEST, SVG_SIDE } from '../formats/svg.ts'
import { cutShort, Refusal, type RgbaImage } from '../image.ts'
import { tooManyParts } from './limits.ts'
import { textOfSvg } from './markup.ts'

export interface SvgOrder {
  readonly svg: Uint8Array
  readonly bounds: typeof BOUNDS
}

export type SvgAnswer =
  | { readonly type: 'ready' }
  /** Premultiplied. */
  | { readonly type: 'drawn'; readonly width: number; readonly height: number; readonly pixels: Uint8Array }
  /** The library says what is wrong with the drawing. */
  | { readonly type: 'refused'; readonly message: string }
  /** Its shorter side would be nothing beside the longer one. */
  | { readonly type: 'thin' }
  /** The library broke: its memory is in disorder, or there was not enough of it. */
  | { readonly type: 'lost' }
  /** It took too long. */
  | { readonly type: 'late'; readonly maxSeconds: number }
  /** The library could not be loaded. */
  | { readonly type: 'absent' }

const ABSENT: SvgAnswer = { type: 'absent' }
/** Answers after which a thread is of no more use. */
const BROKEN: readonly SvgAnswer['type'][] = ['lost', 'late', 'absent']

/** A thread that answers `ready` once, then each order once. */
export interface SvgThread {
  draw(order: SvgOrder): void
  end(): void
}
export type OpenSvgThread = (answer: (answer: SvgAnswer) => void) => SvgThread

/** Drawings take milliseconds; what takes a thousand times as long is no picture to learn from. */
const MAX_SECONDS = 10
/** Room for an embedded photo of some 25 megapixels, and for a thread on each of eight cores. */
export const SVG_MEMORY_BYTES = 512 * 1024 * 1024
const BOUNDS = { side: SVG_SIDE, longest: SVG_LONGEST, thinnest: IMPORT_LIMITS.minSide }

// What is needed of the platform and that the language itself does not have.
declare const setTimeout: (run: () => void, milliseconds: number) => number
declare const clearTimeout: (timer: number) => void

/** Draws, in the thread. Node's thread gets this function as text: it may use nothing from outside of it. */
export function drawSvg(Drawing: typeof Resvg, { svg, bounds }: SvgOrder): SvgAnswer {
  try {
    const font = { loadSystemFonts: false }
    let fit: { mode: 'width' | 'height'; value: number } = { mode: 'height', value: bounds.side }
    let drawing = new Drawing(svg, { font, fitTo: fit })
    const sides = [Math.max(0.5, drawing.width), Math.max(0.5, drawing.height)] as const // told as whole numbers
    const [short, long] = sides[0] < sides[1] ? sides : ([sides[1], sides[0]] as const)
    if ((short / long) * bounds.longest < bounds.thinnest) return { type: 'thin' }
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
    // What the library says of a drawing are plain Errors; the others are traps.
    return error instanceof Error && error.name === 'Error' ? { type: 'refused', message: error.message } : { type: 'lost' }
  }
}

export function partAbsent(): Refusal {
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

function imageFrom(answer: SvgAnswer): RgbaImage {
  switch (answer.type) {
    case 'drawn':
      return { width: answer.width, height: answer.height, pixels: straightAlpha(answer.pixels) }
    case 'refused':
      throw refusalFor(answer.message)
    case 'thin':
      throw new Refusal('unfit', 'The SVG is too long and thin to cut a square from.')
    case 'late':
      throw new Refusal('unfit', `Drawing the SVG takes more than ${answer.maxSeconds} seconds: make it simpler, or save it as PNG.`)
    case 'absent':
      throw partAbsent()
    case 'lost':
    case 'ready': // no answer to an order
      throw new Refusal('unfit', 'Drawing the SVG broke off, most likely for want of memory: make it simpler, or save it as PNG.')
    default:
      return answer satisfies never
  }
}

/** What comes before the first tag, which the library is strict about. */
function withoutLeadingSpace(svg: Uint8Array): Uint8Array {
  return svg.subarray(Math.max(0, svg.indexOf('<'.charCodeAt(0))))
}

/** Draws one after the other in a thread that is opened when the first drawing comes, and again after one that broke it. */
export function createSvgDecoder(open: OpenSvgThread, maxSeconds = MAX_SECONDS): (svg: Uint8Array) => Promise<RgbaImage> {
  let thread: SvgThread | null = null
  let take: (answer: SvgAnswer) => void = () => {}
  const oneAtATime = createSemaphore(1)

  const openThread = async (): Promise<SvgAnswer> =>
    new Promise((resolve) => {
      take = resolve
      try {
        const mine = open((answer) => {
          if (thread === mine) take(answer) // nothing counts that a thread says once it has been ended
        })
        thread = mine
      } catch {
        resolve(ABSENT) // some browsers make no threads
      }
    })

  const draw = async ({ draw: order }: SvgThread, svg: Uint8Array): Promise<SvgAnswer> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve({ type: 'late', maxSeconds }), 1000 * maxSeconds)
      take = (answer) => {
        clearTimeout(timer)
        resolve(answer)
      }
      order({ svg: withoutLeadingSpace(svg), bounds: BOUNDS })
    })

  return (svg) =>
    oneAtATime(1, async () => {
      const opened = thread ? null : await openThread()
      const answer = thread && (!opened || opened.type === 'ready') ? await draw(thread, svg) : ABSENT
      if (BROKEN.includes(answer.type)) {
        thread?.end()
        thread = null
      }
      return imageFrom(answer)
    })
}

// What is needed of the platform and that the language itself does not have.
declare const TextEncoder: new () => { encode(text: string): Uint8Array }

async function loadStyles() {
  try {
    return await import('./resolve.ts')
  } catch {
    throw partAbsent()
  }
}

/** The same drawing in UTF-8 and without style sheets. Throws a Refusal where that cannot be had. */
export async function plainSvg(svg: Uint8Array): Promise<Uint8Array> {
  const text = textOfSvg(svg)
  const { resolveStyles } = await loadStyles()
  try {
    return new TextEncoder().encode(resolveStyles(text))
  } catch (error) {
    throw error instanceof RangeError ? tooManyParts() : error // what engines say where functions go too deep
  }
}
