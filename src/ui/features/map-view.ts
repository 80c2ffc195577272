// Geometry of the map's view: coordinates on the screen, hit testing, panning, zooming and keyboard navigation.

/** [points, 2], from 0 to 1. */
export type Positions = Float32Array

/** `x`, `y`: map coordinates at the middle of the screen. At zoom 1 the whole map fits. */
export interface MapView {
  readonly zoom: number
  readonly x: number
  readonly y: number
}

/** Size of the canvas in CSS pixels. */
export interface MapSize {
  readonly width: number
  readonly height: number
}

export interface Place {
  readonly x: number
  readonly y: number
}

export const WHOLE: MapView = { zoom: 1, x: 0.5, y: 0.5 }
const MAX_ZOOM = 64
/** Largest side of a thumbnail in CSS pixels. */
export const LARGEST_SIDE = 64
/** CSS pixels around the map: half a thumbnail and the diamond at its corner, so that none is cut off. */
const MARGIN = LARGEST_SIDE / 2 + 4
/** Largest ratio of the map's sides when it is stretched to fill the canvas. */
const MAX_STRETCH = 2

/** Width and height of the map in CSS pixels. */
export function extent({ width, height }: MapSize, zoom: number): MapSize {
  const across = Math.max(1, width - 2 * MARGIN)
  const down = Math.max(1, height - 2 * MARGIN)
  return { width: Math.min(across, MAX_STRETCH * down) * zoom, height: Math.min(down, MAX_STRETCH * across) * zoom }
}

export function toScreen({ zoom, x, y }: MapView, size: MapSize, point: Place): Place {
  const map = extent(size, zoom)
  return { x: size.width / 2 + (point.x - x) * map.width, y: size.height / 2 + (point.y - y) * map.height }
}

/** Zooms by a factor around `at`, which stays in place. */
export function zoomAt(view: MapView, size: MapSize, by: number, at: Place): MapView {
  const zoom = Math.min(MAX_ZOOM, Math.max(1, view.zoom * by))
  const before = extent(size, view.zoom)
  const after = extent(size, zoom)
  const x = view.x + (at.x - size.width / 2) * (1 / before.width - 1 / after.width)
  const y = view.y + (at.y - size.height / 2) * (1 / before.height - 1 / after.height)
  return inBounds({ zoom, x, y })
}

/** Moves the map by CSS pixels. */
export function panBy(view: MapView, size: MapSize, dx: number, dy: number): MapView {
  const map = extent(size, view.zoom)
  return inBounds({ ...view, x: view.x - dx / map.width, y: view.y - dy / map.height })
}

/** Keeps the middle of the screen on the map. */
function inBounds({ zoom, x, y }: MapView): MapView {
  return { zoom, x: Math.min(1, Math.max(0, x)), y: Math.min(1, Math.max(0, y)) }
}

/** Pans just enough to show the point, a little away from the edge. */
export function withPointInSight(view: MapView, size: MapSize, point: Place): MapView {
  const { x, y } = toScreen(view, size, point)
  const edge = Math.min(LARGEST_SIDE, size.width / 4, size.height / 4)
  const dx = Math.max(0, edge - x) - Math.max(0, x - (size.width - edge))
  const dy = Math.max(0, edge - y) - Math.max(0, y - (size.height - edge))
  return dx === 0 && dy === 0 ? view : panBy(view, size, dx, dy)
}

export function pointAt(positions: Positions, index: number): Place {
  return { x: positions[2 * index] ?? 0, y: positions[2 * index + 1] ?? 0 }
}

function isOnScreen({ x, y }: Place, { width, height }: MapSize, edge: number): boolean {
  return x >= -edge && y >= -edge && x <= width + edge && y <= height + edge
}

/** Points on the screen or up to `edge` CSS pixels outside it. */
export function inSight(positions: Positions, view: MapView, size: MapSize, edge: number): number[] {
  const seen: number[] = []
  for (let i = 0; 2 * i < positions.length; i++) {
    if (isOnScreen(toScreen(view, size, pointAt(positions, i)), size, edge)) seen.push(i)
  }
  return seen
}

/** The point nearest to a screen position, at most `reach` CSS pixels away, or null. */
export function pointUnder(positions: Positions, view: MapView, size: MapSize, at: Place, reach: number): number | null {
  let nearest: number | null = null
  let least = reach * reach
  for (let i = 0; 2 * i < positions.length; i++) {
    const { x, y } = toScreen(view, size, pointAt(positions, i))
    const distance = (x - at.x) ** 2 + (y - at.y) ** 2
    if (distance > least) continue
    least = distance
    nearest = i
  }
  return nearest
}

/** Centre for zooming by button or key: the current point if visible, else the point nearest to the middle, so that it never zooms into empty space. */
export function zoomPlace(positions: Positions, view: MapView, size: MapSize, current: number | null): Place {
  const middle = { x: size.width / 2, y: size.height / 2 }
  const nearest = pointUnder(positions, view, size, middle, Number.POSITIVE_INFINITY)
  const places = [current, nearest].flatMap((point) => (point === null ? [] : [toScreen(view, size, pointAt(positions, point))]))
  return places.find((at) => isOnScreen(at, size, 0)) ?? middle
}

const DIRECTIONS: Readonly<Record<string, Place>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

export function directionOf(key: string): Place | null {
  return DIRECTIONS[key] ?? null
}

/** The next point in a direction: within 45 degrees of it, nearest first with sideways distance counted twice; null if there is none. */
export function nextPoint(positions: Positions, from: number, { x: right, y: down }: Place): number | null {
  const start = pointAt(positions, from)
  let next: number | null = null
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; 2 * i < positions.length; i++) {
    const { x, y } = pointAt(positions, i)
    const ahead = (x - start.x) * right + (y - start.y) * down
    const aside = Math.abs((x - start.x) * down) + Math.abs((y - start.y) * right)
    const cost = ahead + 2 * aside
    if (i === from || ahead <= 0 || aside > ahead || cost >= least) continue
    least = cost
    next = i
  }
  return next
}
