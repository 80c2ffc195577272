// The set `shapes`: arrows, flags and the letters F and L, always upright, so that a rotation can be seen at a glance.
// They are polygons with edges softened over one pixel: smooth at every size, and image i is the same picture at each of them.
import { RandomStream } from '../spec/rng.ts'
import { type Colour, drawPalette } from './palette.ts'

/** Corners clockwise in a box from -1 to 1, x to the right and y down. Convex. */
type Polygon = readonly (readonly [x: number, y: number])[]

interface Part {
  readonly polygon: Polygon
  /** The main colour or the accent. */
  readonly colour: 0 | 1
}

export type ShapeName = 'arrow' | 'flag' | 'F' | 'L'

function bar(left: number, top: number, right: number, bottom: number): Part {
  const polygon: Polygon = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ]
  return { polygon, colour: 0 }
}

const ARROW_HEAD: Polygon = [
  [0, -1],
  [0.8, 0],
  [-0.8, 0],
]
const PENNANT: Polygon = [
  [-0.35, -1],
  [0.75, -0.45],
  [-0.35, 0.1],
]

/** No shape looks like another one turned: the L has a long stem and a short foot, the flag a thin pole and a tall pennant. */
const SHAPES: Readonly<Record<ShapeName, readonly Part[]>> = {
  arrow: [{ polygon: ARROW_HEAD, colour: 0 }, bar(-0.26, 0, 0.26, 1)],
  flag: [bar(-0.65, -1, -0.35, 1), { polygon: PENNANT, colour: 1 }],
  F: [bar(-0.6, -1, -0.18, 1), bar(-0.18, -1, 0.62, -0.62), bar(-0.18, -0.2, 0.44, 0.18)],
  L: [bar(-0.6, -1, -0.16, 1), bar(-0.16, 0.6, 0.62, 1)],
}
export const SHAPE_NAMES = Object.keys(SHAPES) as readonly ShapeName[]

/** Half the side of a shape's box, in units of half the image. */
const MIN_SCALE = 0.7
const MAX_SCALE = 0.9
/** What a shape keeps from the edge, in the same units. */
const MARGIN = 0.05

interface Placement {
  readonly x: number
  readonly y: number
  readonly scale: number
}

interface Edge {
  /** The signed distance of (x, y) from the edge is a x + b y + c, positive inside. */
  readonly a: number
  readonly b: number
  readonly c: number
}

function edgesOf(polygon: Polygon): Edge[] {
  return polygon.map(([x, y], i) => {
    const [nextX, nextY] = polygon[(i + 1) % polygon.length] as Polygon[number]
    const length = Math.sqrt((nextX - x) ** 2 + (nextY - y) ** 2)
    const a = -(nextY - y) / length
    const b = (nextX - x) / length
    return { a, b, c: -(a * x + b * y) }
  })
}

const EDGES = new Map(SHAPE_NAMES.map((name) => [name, SHAPES[name].map(({ polygon, colour }) => ({ colour, edges: edgesOf(polygon) }))]))

/** Share of the pixel at (x, y) that is inside, from the distance to the nearest edge. */
function coverage(edges: readonly Edge[], x: number, y: number, pixelsPerUnit: number): number {
  let nearest = Number.POSITIVE_INFINITY
  for (let i = 0; i < edges.length; i++) {
    const { a, b, c } = edges[i] as Edge
    nearest = Math.min(nearest, a * x + b * y + c)
  }
  return Math.min(1, Math.max(0, nearest * pixelsPerUnit + 0.5))
}

/** The share of each pixel that each colour covers, [size · size, 2]. */
export function drawShape(name: ShapeName, { x, y, scale }: Placement, size: number): Float32Array {
  const shares = new Float32Array(size * size * 2)
  const half = size / 2
  const parts = EDGES.get(name) ?? []
  const toShape = (pixel: number, centre: number) => ((pixel + 0.5) / half - 1 - centre) / scale
  const first = (centre: number) => Math.max(0, Math.floor((centre - scale + 1) * half) - 1)
  const last = (centre: number) => Math.min(size, Math.ceil((centre + scale + 1) * half) + 1)
  const [left, right, bottom] = [first(x), last(x), last(y)]
  for (let row = first(y); row < bottom; row++) {
    for (let column = left; column < right; column++) {
      let free = 1 // parts that touch share the pixels of their seam
      for (const { colour, edges } of parts) {
        const share = Math.min(free, coverage(edges, toShape(column, x), toShape(row, y), scale * half))
        if (share === 0) continue
        const at = (row * size + column) * 2 + colour
        shares[at] = (shares[at] as number) + share
        free -= share
      }
    }
  }
  return shares
}

function paint(shares: Float32Array, background: Colour, colours: readonly Colour[], target: Uint8Array): void {
  const [main = background, accent = background] = colours
  for (let pixel = 0; pixel < shares.length / 2; pixel++) {
    const ofMain = shares[2 * pixel] as number
    const ofAccent = shares[2 * pixel + 1] as number
    for (let channel = 0; channel < 3; channel++) {
      const base = background[channel] as number
      const painted = base + ofMain * ((main[channel] as number) - base) + ofAccent * ((accent[channel] as number) - base)
      target[pixel * 3 + channel] = Math.round(painted)
    }
  }
}

/** [count, size, size, 3]: the four shapes in turn, each in its own colours, place and scale. */
export function drawShapes(count: number, size: number, seed: number): Uint8Array {
  const length = size * size * 3
  const images = new Uint8Array(count * length)
  for (let i = 0; i < count; i++) {
    const random = new RandomStream(seed, 'dataset', i)
    const scale = MIN_SCALE + (MAX_SCALE - MIN_SCALE) * random.uniform()
    const free = 1 - MARGIN - scale
    const placement = { scale, x: free * (2 * random.uniform() - 1), y: free * (2 * random.uniform() - 1) }
    const { background, colours } = drawPalette(random, 2)
    const name = SHAPE_NAMES[i % SHAPE_NAMES.length] as ShapeName
    paint(drawShape(name, placement, size), background, colours, images.subarray(i * length, (i + 1) * length))
  }
  return images
}
