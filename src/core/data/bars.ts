// Bars of one colour at the sides of a picture, such as a letterbox. A plain ground is none: a bar ends in a straight edge, where
// something begins along most of the side.

/** Luminance, 0 to 255. */
export type Look = (x: number, y: number) => number

/** How many pixels of each side are a bar. */
export interface Bars {
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly left: number
}

/** A larger bar leaves no picture worth the name: 21:9 within an upright phone's 9:16 has 38 %. */
const WIDEST_SHARE = 0.4
/** Luminance apart that noise of a JPEG can make of one colour, pixel by pixel and in the middle of a line: a sky fades, a bar does not. */
const NOISE = 14
const DRIFT = 3
/** Pixels of a line that may be further away: ringing at the ends, a hot pixel. */
const STRAY_SHARE = 0.02
/** Luminance apart where the picture begins, and how much of the side it begins along. */
const STEP = 30
const EDGE_SHARE = 0.6
/** Lines after a bar in which the picture must have begun, besides one that scaling has blurred, as a share of the side. */
const EDGE_WITHIN = 0.03
/** Lines are judged by this many pixels at most: large pictures take no longer. */
const SAMPLES = 256

type Line = (i: number) => number

function sampled(line: Line, from: number, to: number): number[] {
  const step = Math.max(1, (to - from) / SAMPLES)
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => line(from + Math.floor(i * step)))
}

/** The median, which strays do not move. */
function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] as number
}

/** Share of the values that are further than `distance` from a colour. */
function shareBeyond(values: readonly number[], colour: number, distance: number): number {
  return values.filter((value) => Math.abs(value - colour) > distance).length / values.length
}

/** Lines of a bar from the outside in, 0 where there is none. `lineAt` gives a line, of which the part from `from` to `to` counts. */
function thickness(lineAt: (line: number) => Line, lines: number, from: number, to: number): number {
  const line = (i: number) => sampled(lineAt(i), from, to)
  const colour = middleOf(line(0))
  const isBar = (values: number[]) => shareBeyond(values, colour, NOISE) <= STRAY_SHARE && Math.abs(middleOf(values) - colour) <= DRIFT
  const most = Math.floor(lines * WIDEST_SHARE)
  let bar = 0
  while (bar <= most && isBar(line(bar))) bar++
  if (bar === 0 || bar > most) return 0
  const last = bar + 1 + Math.floor(lines * EDGE_WITHIN)
  for (let i = bar; i <= last; i++) if (shareBeyond(line(i), colour, STEP) >= EDGE_SHARE) return bar
  return 0
}

/** Bars above and below are looked for first, then those beside what is left. */
export function findBars(look: Look, width: number, height: number): Bars {
  const top = thickness((line) => (i) => look(i, line), height, 0, width)
  const bottom = thickness((line) => (i) => look(i, height - 1 - line), height, 0, width)
  const left = thickness((line) => (i) => look(line, i), width, top, height - bottom)
  const right = thickness((line) => (i) => look(width - 1 - line, i), width, top, height - bottom)
  return { top, right, bottom, left }
}
