// What the page says, in plain words.
import type { LatentPoint, SeedPoint } from '../../spec/picture-code.ts'
import { classInWords, messageOf } from '../../spec/words.ts'
import type { AboutFile } from '../model.ts'
import type { Position } from './state.ts'

const percent = (share: number) => `${Math.round(100 * share)} %`

/** "seed 42, circle" */
export function describeSeed({ seed, class: own }: SeedPoint, classNames: readonly string[]): string {
  return own === undefined ? `seed ${seed}` : `seed ${seed}, ${classInWords(nameOfClass(own, classNames))}`
}

export function nameOfClass(index: number, classNames: readonly string[]): string {
  return classNames[index] || `class ${index + 1}`
}

/** "seed 42, 30 % right, 20 % up" */
export function describePosition({ a, b, way, x, y, at, given }: Position, classNames: readonly string[]): string {
  if (given) return describePoint(given, classNames)
  const start = describeSeed(a, classNames)
  if (way === 'between' && (at === 0 || at === 1)) return at === 0 ? start : describeSeed(b, classNames)
  if (way === 'between') return `${percent(at)} of the way from ${start} to ${describeSeed(b, classNames)}`
  const parts = [
    x === 0 ? [] : `${percent(Math.abs(x))} ${x > 0 ? 'right' : 'left'}`,
    y === 0 ? [] : `${percent(Math.abs(y))} ${y > 0 ? 'up' : 'down'}`,
  ]
  return [start, ...parts.flat()].join(', ')
}

/** "between seed 1, seed 2, seed 3 and seed 4, variety 70 %" */
function describePoint(point: LatentPoint, classNames: readonly string[]): string {
  const { variety, directions = [] } = point
  const along = directions.map(
    ({ set, index, sigmas, zone }) => `${sigmas} sigma along ${set}${index + 1}${zone ? ` in the ${zone} layers` : ''}`,
  )
  return [describeMove(point, classNames), ...(variety === undefined ? [] : [`variety ${percent(variety)}`]), ...along].join(', ')
}

function describeMove(point: LatentPoint, classNames: readonly string[]): string {
  const { towards, loop, pad, latent } = point
  if (latent !== undefined) return 'a latent of its own'
  const start = describeSeed(point, classNames)
  if (towards) return `${percent(towards.at)} of the way from ${start} to ${describeSeed(towards, classNames)}`
  if (loop) return `${start}, on a circle around it`
  if (!pad) return start
  const others = [pad.topRight, pad.bottomLeft, pad.bottomRight].map((corner) => describeSeed(corner, classNames))
  return `between ${[start, ...others].join('; ')}`
}

/** "32 × 32 pixels, 10 classes." */
export function describeSize(side: number, classes: number): string {
  return `${side} × ${side} pixels${classes > 1 ? `, ${classes} classes` : ''}.`
}

const BITS = { f32: '32-bit weights', f16: '16-bit weights', int8: '8-bit weights' }

/** How the weights are kept, and what it costs. */
export function describePrecision({ precision, largestPixelDifference: difference, comparedPictures }: AboutFile): string {
  const apart =
    difference === 0
      ? `the same as the run’s in ${comparedPictures} pictures compared`
      : `at most ${difference} of 255 from the run’s in ${comparedPictures} pictures compared`
  return `${BITS[precision]}: pixels are ${apart}.`
}

/** "Drawn by JavaScript, 12 ms a picture." */
export function describeDrawing(device: string, milliseconds: number): string {
  const time = milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0)
  return `Drawn by ${device}, ${time} ms a picture.`
}

export function describeFailure(error: unknown): string {
  return `The pictures cannot be drawn here: ${messageOf(error)}. Try a newer Chrome, Firefox or Safari.`
}
