// Which part of a picture becomes the square image: without bars of one colour at its sides, such as a letterbox, and then framed. Nothing is
// ever added to it: bars would tell which way is up.
import type { Preparation } from '../spec/config.ts'
import type { RgbaImage } from './image.ts'
import { luminanceOf } from './pixels.ts'

/** A rectangle of whole pixels. */
export interface Frame {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** What transparent parts are blended with, in each channel. */
export const BACKGROUND_LEVELS: Readonly<Record<Preparation['background'], number>> = { white: 255, grey: 128, black: 0 }

/** Points of the grid on which detail is measured, along the shorter side. */
const GRID = 96
/** Larger differences are clipped: one hard edge must not outweigh a face. */
const MAX_DIFFERENCE = 48
/** How much more detail, as a share, the outermost square needs than the middle one: where detail is even, the middle is taken. */
const CENTRE_BIAS = 0.1

/** The part within the bars; for a picture without any this takes next to no time. */
function withoutBars({ width, height }: RgbaImage, luminanceAt: LuminanceAt): Frame {
  const { top, right, bottom, left } = findBars(luminanceAt, width, height)
  return { left, top, width: width - left - right, height: height - top - bottom }
}

function luminanceOn({ width, pixels }: RgbaImage, background: number): LuminanceAt {
  return (x, y) => {
    const at = (y * width + x) * 4
    const opaque = (pixels[at + 3] as number) / 255
    const luminance = luminanceOf(pixels[at] as number, pixels[at + 1] as number, pixels[at + 2] as number)
    return luminance * opaque + background * (1 - opaque)
  }
}

/** Detail in each column of a grid of points `step` pixels apart: the sum of the luminance's differences to the right and down. */
function detailAlong(luminanceAt: LuminanceAt, columns: number, rows: number, step: number): Float64Array {
  const detail = new Float64Array(columns)
  const steep = (difference: number) => Math.min(MAX_DIFFERENCE, Math.abs(difference))
  for (let column = 0; column + 1 < columns; column++) {
    for (let row = 0; row + 1 < rows; row++) {
      const x = Math.floor(column * step)
      const y = Math.floor(row * step)
      const here = luminanceAt(x, y)
      const right = luminanceAt(Math.floor((column + 1) * step), y)
      const below = luminanceAt(x, Math.floor((row + 1) * step))
      detail[column] = (detail[column] as number) + steep(right - here) + steep(below - here)
    }
  }
  return detail
}

/** Start of the square with the most detail along the longer side, in pixels. @param luminanceAt its first argument runs along that side */
function mostDetailed(luminanceAt: LuminanceAt, long: number, short: number): number {
  const step = Math.max(1, short / GRID)
  const columns = Math.floor((long - 1) / step) + 1
  const rows = Math.floor((short - 1) / step) + 1
  const detail = detailAlong(luminanceAt, columns, rows, step)
  const middle = (columns - rows) / 2
  const offsetFromMiddle = (start: number) => Math.abs(start - middle) / Math.max(1, middle)
  let inside = detail.subarray(0, rows).reduce((sum, value) => sum + value, 0)
  let best = { score: -1, start: 0 }
  for (let start = 0; start <= columns - rows; start++) {
    const score = inside * (1 - CENTRE_BIAS * offsetFromMiddle(start))
    if (score > best.score || (score === best.score && offsetFromMiddle(start) < offsetFromMiddle(best.start))) best = { score, start }
    inside += (detail[start + rows] ?? 0) - (detail[start] as number)
  }
  return Math.min(long - short, Math.max(0, Math.round((long - short) / 2 + (best.start - middle) * step)))
}

function smartSquare({ left, top, width, height }: Frame, luminanceAt: LuminanceAt): Frame {
  const side = Math.min(width, height)
  const wide = width > height
  const along: LuminanceAt = wide ? (i, j) => luminanceAt(left + i, top + j) : (i, j) => luminanceAt(left + j, top + i)
  const start = width === height ? 0 : mostDetailed(along, Math.max(width, height), side)
  return { left: wide ? left + start : left, top: wide ? top : top + start, width: side, height: side }
}

/** The middle part of a frame. */
function middleOf({ left, top, width, height }: Frame, newWidth: number, newHeight: number): Frame {
  return { left: left + ((width - newWidth) >> 1), top: top + ((height - newHeight) >> 1), width: newWidth, height: newHeight }
}

/** The part of a picture that is resampled to the square: without bars, framed, and of that the middle that is kept. */
export function frameOf(image: RgbaImage, { framing, cropFraction, trimBars, background }: Omit<Preparation, 'size'>): Frame {
  const luminanceAt = luminanceOn(image, BACKGROUND_LEVELS[background])
  let frame: Frame = trimBars ? withoutBars(image, luminanceAt) : { left: 0, top: 0, width: image.width, height: image.height }
  const side = Math.min(frame.width, frame.height)
  if (framing === 'centre') frame = middleOf(frame, side, side)
  if (framing === 'smart') frame = smartSquare(frame, luminanceAt)
  const kept = (length: number) => Math.max(1, Math.round(length * cropFraction))
  return middleOf(frame, kept(frame.width), kept(frame.height))
}

/** Luminance, 0 to 255. */
type LuminanceAt = (x: number, y: number) => number

/** How many pixels of each side are a bar. */
export interface Bars {
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly left: number
}

/** Largest bar, as a share of the side: 21:9 within an upright phone's 9:16 has 38 %. */
const MAX_BAR_SHARE = 0.4
/** Differences of luminance within one colour after JPEG: of single pixels, and of the median of a line (a sky fades, a bar does not). */
const NOISE = 14
const DRIFT = 3
/** Share of a line's pixels that may differ more: ringing at the ends, a hot pixel. */
const STRAY_SHARE = 0.02
/** Difference of luminance at the edge of the picture, and the share of the side along which it must be found. */
const STEP = 30
const EDGE_SHARE = 0.6
/** Within how many lines after a bar the picture must begin, as a share of the side, besides one that scaling has blurred. */
const EDGE_WITHIN = 0.03
/** The part at each end in which the edge must be found too: a picture reaches from corner to corner, a stem or a sleeve does not. */
const END_SHARE = 1 / 16
/** Pixels sampled of a line, at most, so that large pictures take no longer. */
const SAMPLES = 256

/** One side as lines from the outside in. `at`: luminance at a position along a line. */
interface Side {
  readonly lines: number
  readonly length: number
  readonly at: (line: number, along: number) => number
}

/** Lines of one colour at a side. */
interface Margin {
  readonly lines: number
  readonly colour: number
}

function sampled({ at }: Side, line: number, from: number, to: number): number[] {
  const step = Math.max(1, (to - from) / SAMPLES)
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => at(line, from + Math.floor(i * step)))
}

/** Not moved by outliers, as the mean would be. */
function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] as number
}

/** Share of the values that are further than `distance` from a colour. */
function shareBeyond(values: readonly number[], colour: number, distance: number): number {
  return values.filter((value) => Math.abs(value - colour) > distance).length / values.length
}

function marginOf(side: Side): Margin {
  const line = (i: number) => sampled(side, i, 0, side.length)
  const colour = medianOf(line(0))
  const isOneColour = (values: number[]) =>
    shareBeyond(values, colour, NOISE) <= STRAY_SHARE && Math.abs(medianOf(values) - colour) <= DRIFT
  let lines = 0
  while (lines <= side.lines * MAX_BAR_SHARE && isOneColour(line(lines))) lines++
  return { lines, colour }
}

/** Whether the picture begins after a margin, along the side from `from` to `to` and up to both ends. */
function endsInEdge(side: Side, { lines, colour }: Margin, from: number, to: number): boolean {
  if (lines === 0 || lines > side.lines * MAX_BAR_SHARE) return false
  const last = lines + 1 + Math.floor(side.lines * EDGE_WITHIN)
  const end = Math.ceil((to - from) * END_SHARE)
  for (let i = lines; i <= last; i++) {
    const differs = (first: number, beyond: number) => shareBeyond(sampled(side, i, first, beyond), colour, STEP) >= EDGE_SHARE
    if (differs(from, to) && differs(from, from + end) && differs(to - end, to)) return true
  }
  return false
}

/** Above, right, below and left. */
function sidesOf(luminanceAt: LuminanceAt, width: number, height: number): readonly [Side, Side, Side, Side] {
  return [
    { lines: height, length: width, at: (line, along) => luminanceAt(along, line) },
    { lines: width, length: height, at: (line, along) => luminanceAt(width - 1 - line, along) },
    { lines: height, length: width, at: (line, along) => luminanceAt(along, height - 1 - line) },
    { lines: width, length: height, at: (line, along) => luminanceAt(line, along) },
  ]
}

export function findBars(luminanceAt: LuminanceAt, width: number, height: number): Bars {
  const sides = sidesOf(luminanceAt, width, height)
  const margins = sides.map(marginOf)
  const isSameColour = (one: Margin, other: Margin) => Math.abs(one.colour - other.colour) <= NOISE
  const ending = margins.map((margin, i) => {
    const [before, after] = i % 2 === 0 ? [margins[3], margins[1]] : [margins[0], margins[2]]
    const side = sides[i] as Side
    return endsInEdge(side, margin, before?.lines ?? 0, side.length - (after?.lines ?? 0))
  })
  // Two opposite margins of the same colour and width are bars, even where one of them ends in a dark part of the picture.
  const isBar = margins.map((margin, i) => {
    const facing = margins[(i + 2) % 4] as Margin
    const paired = ending[(i + 2) % 4] && isSameColour(margin, facing) && Math.abs(margin.lines - facing.lines) <= 1
    return margin.lines > 0 && (ending[i] || paired)
  })
  // The same colour at another side without an edge is a plain background behind something with straight sides.
  const isOnPlainBackground = margins.some(
    (margin, i) => margin.lines > 0 && !isBar[i] && margins.some((bar, j) => isBar[j] && isSameColour(bar, margin)),
  )
  const [top = 0, right = 0, bottom = 0, left = 0] = margins.map(({ lines }, i) => (isBar[i] && !isOnPlainBackground ? lines : 0))
  return { top, right, bottom, left }
}
