// A text alternative of the map of images: what lies in each of nine parts of it.
import type { FeatureMap } from '../../spec/feature-analyses.ts'
import { type Place, pointAt } from './map-view.ts'

/** Parts per side. */
const PARTS = 3
const ROWS = ['top', 'middle', 'bottom'] as const
const COLUMNS = ['left', 'middle', 'right'] as const

interface MapPart {
  readonly name: string
  readonly images: number
  readonly samples: number
  /** The image nearest to the mean position of those in the part; null if the part is empty. */
  readonly typical: number | null
}

export function summarizeMap({ images, positions }: Pick<FeatureMap, 'images' | 'positions'>): readonly MapPart[] {
  const points = Array.from({ length: positions.length / 2 }, (_, i) => i)
  return Array.from({ length: PARTS * PARTS }, (_, part) => {
    const inside = points.filter((i) => partOf(pointAt(positions, i)) === part)
    const real = inside.filter((i) => i < images.length)
    return { name: nameOf(part), images: real.length, samples: inside.length - real.length, typical: typicalOf(real, images, positions) }
  })
}

const indexOf = (value: number) => Math.min(PARTS - 1, Math.floor(value * PARTS))

function partOf({ x, y }: Place): number {
  return indexOf(y) * PARTS + indexOf(x)
}

function nameOf(part: number): string {
  const row = ROWS[Math.floor(part / PARTS)]
  const column = COLUMNS[part % PARTS]
  return row === 'middle' && column === 'middle' ? 'Centre' : `${row === 'middle' ? 'Middle' : row === 'top' ? 'Top' : 'Bottom'} ${column}`
}

function typicalOf(points: readonly number[], images: readonly number[], positions: Float32Array): number | null {
  const places = points.map((i) => ({ i, ...pointAt(positions, i) }))
  const x = places.reduce((sum, place) => sum + place.x, 0) / places.length
  const y = places.reduce((sum, place) => sum + place.y, 0) / places.length
  const [nearest] = places.sort((a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y))
  return nearest === undefined ? null : (images[nearest.i] ?? null)
}
