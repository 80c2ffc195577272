// Which part of a picture becomes the square image. Nothing is ever added to it: bars would tell which way is up.
import type { Preparation } from '../spec/config.ts'
import { findBars, type Look } from './bars.ts'
import type { RgbaImage } from './image.ts'
import { luminanceOf } from './luminance.ts'

/** A rectangle of whole pixels. */
export interface Frame {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** What see-through parts are laid on, in each channel. */
export const GROUNDS: Readonly<Record<Preparation['background'], number>> = { white: 255, grey: 128, black: 0 }

/** Detail is looked for on a grid of this many points along the shorter side. */
const GRID = 96
/** Steeper than this counts no more: one hard edge must not outweigh a face. */
const STEEPEST = 48
/** What the outermost square must have more than the middle one, as a share: where detail is even, the middle is taken. */
const PULL = 0.1

/** What lies within the bars; a picture without any is looked at for a moment only. */
function withoutBars({ width, height }: RgbaImage, look: Look): Frame {
  const { top, right, bottom, left } = findBars(look, width, height)
  return { left, top, width: width - left - right, height: height - top - bottom }
}

function lookAt({ width, pixels }: RgbaImage, ground: number): Look {
  return (x, y) => {
    const at = (y * width + x) * 4
    const opaque = (pixels[at + 3] as number) / 255
    const ink = luminanceOf(pixels[at] as number, pixels[at + 1] as number, pixels[at + 2] as number)
    return ink * opaque + ground * (1 - opaque)
  }
}

/** Detail in each column of a grid of points `step` pixels apart: the sum of the luminance's differences to the right and down. */
function detailAlong(look: Look, columns: number, rows: number, step: number): Float64Array {
  const detail = new Float64Array(columns)
  const steep = (difference: number) => Math.min(STEEPEST, Math.abs(difference))
  for (let column = 0; column + 1 < columns; column++) {
    for (let row = 0; row + 1 < rows; row++) {
      const x = Math.floor(column * step)
      const y = Math.floor(row * step)
      const here = look(x, y)
      const beside = look(Math.floor((column + 1) * step), y)
      const below = look(x, Math.floor((row + 1) * step))
      detail[column] = (detail[column] as number) + steep(beside - here) + steep(below - here)
    }
  }
  return detail
}

/** Where the square with the most detail begins along the longer side, in pixels. `look` takes the place along it first. */
function mostDetailed(look: Look, long: number, short: number): number {
  const step = Math.max(1, short / GRID)
  const columns = Math.floor((long - 1) / step) + 1
  const rows = Math.floor((short - 1) / step) + 1
  const detail = detailAlong(look, columns, rows, step)
  const middle = (columns - rows) / 2
  const asideOf = (start: number) => Math.abs(start - middle) / Math.max(1, middle)
  let inside = detail.subarray(0, rows).reduce((sum, value) => sum + value, 0)
  let best = { score: -1, start: 0 }
  for (let start = 0; start <= columns - rows; start++) {
    const score = inside * (1 - PULL * asideOf(start))
    if (score > best.score || (score === best.score && asideOf(start) < asideOf(best.start))) best = { score, start }
    inside += (detail[start + rows] ?? 0) - (detail[start] as number)
  }
  return Math.min(long - short, Math.max(0, Math.round((long - short) / 2 + (best.start - middle) * step)))
}

function smartSquare({ left, top, width, height }: Frame, look: Look): Frame {
  const side = Math.min(width, height)
  const wide = width > height
  const along: Look = wide ? (i, j) => look(left + i, top + j) : (i, j) => look(left + j, top + i)
  const start = width === height ? 0 : mostDetailed(along, Math.max(width, height), side)
  return { left: wide ? left + start : left, top: wide ? top : top + start, width: side, height: side }
}

/** The middle part of a frame. */
function middleOf({ left, top, width, height }: Frame, newWidth: number, newHeight: number): Frame {
  return { left: left + ((width - newWidth) >> 1), top: top + ((height - newHeight) >> 1), width: newWidth, height: newHeight }
}

/** The part of a picture that is resampled to the square: without its bars, framed, and of that the middle that is kept. */
export function frameOf(image: RgbaImage, { framing, cropFraction, trimBars, background: ground }: Omit<Preparation, 'size'>): Frame {
  const look = lookAt(image, GROUNDS[ground])
  let frame: Frame = trimBars ? withoutBars(image, look) : { left: 0, top: 0, width: image.width, height: image.height }
  const side = Math.min(frame.width, frame.height)
  if (framing === 'centre') frame = middleOf(frame, side, side)
  if (framing === 'smart') frame = smartSquare(frame, look)
  const kept = (length: number) => Math.max(1, Math.round(length * cropFraction))
  return middleOf(frame, kept(frame.width), kept(frame.height))
}
