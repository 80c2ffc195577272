// Chooses which points of a map are drawn as thumbnails: as many as fit without overlap; the others are dots. Depends on zoom, not on panning.
import { extent, LARGEST_SIDE, type MapSize, type MapView, type Place, type Positions, pointAt, pointUnder, toScreen } from './map-view.ts'

/** Smallest side of a thumbnail in CSS pixels: smaller ones cannot be distinguished. */
const SMALLEST_SIDE = 32
/** CSS pixels between thumbnails, with room for the frame of a sample. */
const GAP = 4
/** Share of the mean distance between points, so that evenly spread points all get a thumbnail. */
const SIDE_SHARE = 0.9
/** CSS pixels around the middle of a dot within which the pointer hits it. */
const REACH = 10

interface ThumbnailPlaces {
  readonly side: number
  /** The points that have a thumbnail. */
  readonly shown: ReadonlySet<number>
}

export type PlaceThumbnails = (view: MapView, size: MapSize) => ThumbnailPlaces

/** Recomputed only when zoom or canvas size change. */
export function makePlacement(positions: Positions): PlaceThumbnails {
  const order = scattered(positions.length / 2)
  let last: { readonly zoom: number; readonly size: MapSize; readonly places: ThumbnailPlaces } | null = null
  return ({ zoom }, size) => {
    if (last?.zoom === zoom && last.size.width === size.width && last.size.height === size.height) return last.places
    last = { zoom, size, places: placeThumbnails(positions, order, extent(size, zoom)) }
    return last.places
  }
}

/** @param map width and height of the whole map in CSS pixels */
function placeThumbnails(positions: Positions, order: readonly number[], map: MapSize): ThumbnailPlaces {
  const even = SIDE_SHARE * Math.sqrt((map.width * map.height) / Math.max(1, order.length))
  const side = Math.min(LARGEST_SIDE, Math.max(SMALLEST_SIDE, even))
  const apart = side + GAP
  const columns = Math.ceil(map.width / apart) + 2
  const taken = new Map<number, Place>() // a grid cell as large as a thumbnail contains at most one centre
  const shown = new Set<number>()
  for (const point of order) {
    const { x, y } = pointAt(positions, point)
    const at = { x: x * map.width, y: y * map.height }
    const cell = Math.floor(at.y / apart) * columns + Math.floor(at.x / apart)
    const around = [-1, 0, 1].flatMap((row) => [-1, 0, 1].map((column) => taken.get(cell + row * columns + column)))
    if (around.some((other) => other && Math.abs(other.x - at.x) < apart && Math.abs(other.y - at.y) < apart)) continue
    taken.set(cell, at)
    shown.add(point)
  }
  return { side, shown }
}

/** All numbers below `count` in a fixed pseudo-random order, so that images and samples (at the end) get thumbnails alike. */
function scattered(count: number): number[] {
  const key = (index: number) => Math.imul(index, 0x9e3779b1) >>> 0
  return Array.from({ length: count }, (_, index) => index).sort((a, b) => key(a) - key(b))
}

/** The point under the pointer: a thumbnail, else a dot nearby, or null. */
export function pointHit(positions: Positions, view: MapView, size: MapSize, { side, shown }: ThumbnailPlaces, at: Place): number | null {
  for (const point of shown) {
    const { x, y } = toScreen(view, size, pointAt(positions, point))
    if (Math.max(Math.abs(x - at.x), Math.abs(y - at.y)) <= side / 2) return point
  }
  return pointUnder(positions, view, size, at, REACH)
}
