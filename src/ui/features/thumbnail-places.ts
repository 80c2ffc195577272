// Which points of a map are drawn as thumbnails: as many as there is room for without one covering another; the others are dots, until
// one zooms in. Dragging the map changes nothing of it.
import { extent, LARGEST_SIDE, type MapSize, type MapView, type Place, type Positions, pointAt, pointUnder, toScreen } from './map-view.ts'

/** Of a thumbnail, in CSS pixels: smaller ones cannot be told apart. */
const SMALLEST_SIDE = 32
/** CSS pixels between thumbnails: the frame of a sample has room. */
const GAP = 4
/** Of the mean distance between points, so that points that lie evenly all have their thumbnails. */
const SIDE_SHARE = 0.9
/** CSS pixels from the middle of a dot within which it is meant. */
const REACH = 10

export interface ThumbnailPlaces {
  readonly side: number
  /** The points that have a thumbnail. */
  readonly shown: ReadonlySet<number>
}

export type PlaceThumbnails = (view: MapView, size: MapSize) => ThumbnailPlaces

/** Places them anew only where the zoom or the size of the drawing is another. */
export function makePlacement(positions: Positions): PlaceThumbnails {
  const order = scattered(positions.length / 2)
  let last: { readonly zoom: number; readonly size: MapSize; readonly places: ThumbnailPlaces } | null = null
  return ({ zoom }, size) => {
    if (last?.zoom === zoom && last.size.width === size.width && last.size.height === size.height) return last.places
    last = { zoom, size, places: placeThumbnails(positions, order, extent(size, zoom)) }
    return last.places
  }
}

/** @param map CSS pixels that the whole map is wide and high */
function placeThumbnails(positions: Positions, order: readonly number[], map: MapSize): ThumbnailPlaces {
  const even = SIDE_SHARE * Math.sqrt((map.width * map.height) / Math.max(1, order.length))
  const side = Math.min(LARGEST_SIDE, Math.max(SMALLEST_SIDE, even))
  const apart = side + GAP
  const columns = Math.ceil(map.width / apart) + 2
  const taken = new Map<number, Place>() // a cell as large as a thumbnail holds the middle of one at most
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

/** All numbers below `count`, early ones and late ones mixed the same way each time: images and samples have the same chance. */
function scattered(count: number): number[] {
  const key = (index: number) => Math.imul(index, 0x9e3779b1) >>> 0
  return Array.from({ length: count }, (_, index) => index).sort((a, b) => key(a) - key(b))
}

/** The point a pointer means: the thumbnail it is on, else a dot nearby, or null. */
export function pointMeant(positions: Positions, view: MapView, size: MapSize, { side, shown }: ThumbnailPlaces, at: Place): number | null {
  for (const point of shown) {
    const { x, y } = toScreen(view, size, pointAt(positions, point))
    if (Math.max(Math.abs(x - at.x), Math.abs(y - at.y)) <= side / 2) return point
  }
  return pointUnder(positions, view, size, at, REACH)
}
