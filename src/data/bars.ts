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
/** The part of an edge at each end in which it must be seen too: a picture reaches from corner to corner, a stem or a sleeve does not. */
const END_SHARE = 1 / 16
/** Lines are judged by this many pixels at most: large pictures take no longer. */
const SAMPLES = 256

/** One side as lines from the outside in: `at` gives the luminance at a place along a line. */
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

/** The median, which strays do not move. */
function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] as number
}

/** Share of the values that are further than `distance` from a colour. */
function shareBeyond(values: readonly number[], colour: number, distance: number): number {
  return values.filter((value) => Math.abs(value - colour) > distance).length / values.length
}

function marginOf(side: Side): Margin {
  const line = (i: number) => sampled(side, i, 0, side.length)
  const colour = middleOf(line(0))
  const isOneColour = (values: number[]) =>
    shareBeyond(values, colour, NOISE) <= STRAY_SHARE && Math.abs(middleOf(values) - colour) <= DRIFT
  let lines = 0
  while (lines <= side.lines * WIDEST_SHARE && isOneColour(line(lines))) lines++
  return { lines, colour }
}

/** Whether something begins behind a margin along the side from `from` to `to`, up to both ends. */
function endsInEdge(side: Side, { lines, colour }: Margin, from: number, to: number): boolean {
  if (lines === 0 || lines > side.lines * WIDEST_SHARE) return false
  const last = lines + 1 + Math.floor(side.lines * EDGE_WITHIN)
  const end = Math.ceil((to - from) * END_SHARE)
  for (let i = lines; i <= last; i++) {
    const differs = (first: number, beyond: number) => shareBeyond(sampled(side, i, first, beyond), colour, STEP) >= EDGE_SHARE
    if (differs(from, to) && differs(from, from + end) && differs(to - end, to)) return true
  }
  return false
}

/** Above, right, below and left. */
function sidesOf(look: Look, width: number, height: number): readonly [Side, Side, Side, Side] {
  return [
    { lines: height, length: width, at: (line, along) => look(along, line) },
    { lines: width, length: height, at: (line, along) => look(width - 1 - line, along) },
    { lines: height, length: width, at: (line, along) => look(along, height - 1 - line) },
    { lines: width, length: height, at: (line, along) => look(line, along) },
  ]
}

export function findBars(look: Look, width: number, height: number): Bars {
  const sides = sidesOf(look, width, height)
  const margins = sides.map(marginOf)
  const isLike = (one: Margin, other: Margin) => Math.abs(one.colour - other.colour) <= NOISE
  const ending = margins.map((margin, i) => {
    const [before, after] = i % 2 === 0 ? [margins[3], margins[1]] : [margins[0], margins[2]]
    const side = sides[i] as Side
    return endsInEdge(side, margin, before?.lines ?? 0, side.length - (after?.lines ?? 0))
  })
  // Two alike that face each other are a pair of bars, even where one of them ends in a dark part of the picture.
  const isBar = margins.map((margin, i) => {
    const facing = margins[(i + 2) % 4] as Margin
    const paired = ending[(i + 2) % 4] && isLike(margin, facing) && Math.abs(margin.lines - facing.lines) <= 1
    return margin.lines > 0 && (ending[i] || paired)
  })
  // The same colour at another side without an edge is a plain ground, on which something straight stands.
  const onGround = margins.some((ground, i) => ground.lines > 0 && !isBar[i] && margins.some((bar, j) => isBar[j] && isLike(bar, ground)))
  const [top = 0, right = 0, bottom = 0, left = 0] = margins.map(({ lines }, i) => (isBar[i] && !onGround ? lines : 0))
  return { top, right, bottom, left }
}
