// The lasso on the map: which images it encloses, and its line.
import type { Palette } from '../shared/palette.ts'
import { type MapSize, type MapView, type Place, type Positions, pointAt, toScreen } from './map-view.ts'

/** CSS pixels. */
const LINE = 2
const DASH = [6, 4]
const FILL_ALPHA = 0.12

/** The points below `count` inside a closed path on the screen. */
export function pointsWithin(positions: Positions, count: number, view: MapView, size: MapSize, path: readonly Place[]): number[] {
  return Array.from({ length: count }, (_, point) => point).filter((point) =>
    isWithin(toScreen(view, size, pointAt(positions, point)), path),
  )
}

/** Whether a line from the place to the right crosses the path an odd number of times (even-odd rule). */
function isWithin({ x, y }: Place, path: readonly Place[]): boolean {
  let inside = false
  let from = path.at(-1)
  for (const to of path) {
    if (from && from.y > y !== to.y > y && x < from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x)) inside = !inside
    from = to
  }
  return inside
}

export function drawLasso(context: CanvasRenderingContext2D, path: readonly Place[], palette: Palette): void {
  if (path.length < 2) return
  context.beginPath()
  for (const { x, y } of path) context.lineTo(x, y)
  context.closePath()
  context.fillStyle = palette.pin
  context.strokeStyle = palette.pin
  context.globalAlpha = FILL_ALPHA
  context.fill('evenodd')
  context.globalAlpha = 1
  context.lineWidth = LINE
  context.setLineDash(DASH)
  context.stroke()
  context.setLineDash([])
}
