// Draws a map of images: thumbnails where they do not overlap, dots elsewhere; samples of G as diamonds or framed thumbnails.
import type { FeatureMap } from '../../spec/feature-analyses.ts'
import { PAGE, type PageCache } from '../data/page-cache.ts'
import type { Palette } from '../shared/palette.ts'
import { pixelsOf } from '../shared/pixels-of.ts'
import { inSight, type MapSize, type MapView, type Place, pointAt, toScreen } from './map-view.ts'
import type { PlaceThumbnails } from './thumbnail-places.ts'
import { makeThumbnails, type Thumbnails } from './thumbnails.ts'

/** CSS pixels. */
const DOT = 3
const DIAMOND = 5
const FRAME = 2
/** Minimum side of the current point's picture. */
const CURRENT_SIDE = 56
const DOT_ALPHA = 0.75
/** Pictures kept in memory: more than fit on a large screen. */
const MAX_PICTURES = 1024

interface Scene {
  readonly view: MapView
  readonly size: MapSize
  readonly palette: Palette
  /** The hovered or selected point. */
  readonly current: number | null
  readonly toneOf: ToneOf
}

/** How the point of an image is drawn: as usual, pale since it is done with, or as one of those selected. */
export type ToneOf = (point: number) => 'plain' | 'done' | 'selected'

const DONE_ALPHA = 0.3

interface MapPainter {
  paint(context: CanvasRenderingContext2D, scene: Scene): void
}

export function makeMapPainter({ images, positions, samples }: FeatureMap, cache: PageCache, place: PlaceThumbnails): MapPainter {
  let pictures: Thumbnails | null = null
  const drawn = samples && makeThumbnails(samples.count, samples.size)
  for (let i = 0; drawn && i < samples.count; i++) drawn.put(i, pixelsOf(samples, i))
  const isSample = (point: number) => point >= images.length

  /** Whether the picture of the point can be drawn; copies it from the page cache if it is there. */
  function isLoaded(point: number): boolean {
    if (isSample(point)) return drawn?.has(point - images.length) ?? false
    const image = images[point] ?? -1
    if (pictures?.has(image)) return true
    const page = cache.picturesOf(image)
    if (page === null) return false
    pictures ??= makeThumbnails(MAX_PICTURES + 1, page.size) // plus the current one
    pictures.put(image, pixelsOf(page, image % PAGE))
    return true
  }

  function drawPicture(context: CanvasRenderingContext2D, point: number, at: Place, side: number, palette: Palette) {
    const spot = { ...at, side }
    if (!isSample(point)) return pictures?.draw(context, images[point] ?? -1, spot)
    drawFrame(context, at, side, palette)
    drawn?.draw(context, point - images.length, spot)
    drawDiamonds(context, [{ x: at.x + side / 2, y: at.y - side / 2 }], palette)
  }

  return {
    paint(context, { view, size, palette, current, toneOf }) {
      const seen = inSight(positions, view, size, CURRENT_SIDE)
      const { side, shown } = place(view, size)
      const at = (point: number) => toScreen(view, size, pointAt(positions, point))
      const wanted = seen.filter((point) => shown.has(point))
      const missing = [...wanted, ...(current === null ? [] : [current])].filter((point) => !isLoaded(point) && !isSample(point))
      const drawn = new Set(wanted.filter(isLoaded))
      const drawToned = (point: number, place: Place) => {
        const tone = isSample(point) ? 'plain' : toneOf(point)
        if (tone === 'selected') drawFrame(context, place, side, palette)
        context.globalAlpha = tone === 'done' ? DONE_ALPHA : 1
        drawPicture(context, point, place, side, palette)
        context.globalAlpha = 1
      }
      for (const samplesNow of [false, true]) {
        const marks = seen.filter((point) => isSample(point) === samplesNow && !drawn.has(point))
        if (samplesNow) drawDiamonds(context, marks.map(at), palette) // biome-ignore format: one line says it
        else for (const tone of TONES) drawDots(context, marks.filter((point) => toneOf(point) === tone).map(at), palette, tone) // biome-ignore format: one line says it
        for (const point of drawn) if (isSample(point) === samplesNow) drawToned(point, at(point))
      }
      if (current !== null) {
        const large = Math.max(CURRENT_SIDE, side)
        drawRing(context, at(current), isLoaded(current) ? large : 2 * DIAMOND, palette)
        if (isLoaded(current)) drawPicture(context, current, at(current), large, palette)
      }
      cache.want(MAP_VIEW, missing.map((point) => images[point] ?? -1)) // biome-ignore format: one line says it
    },
  }
}

/** Identifies the map to the page cache. */
export const MAP_VIEW = 'map'

const TONES = ['done', 'plain', 'selected'] as const satisfies readonly ReturnType<ToneOf>[]

/** Two crossed rectangles per dot look round at this size and draw ten times as fast as an arc. */
function drawDots(context: CanvasRenderingContext2D, places: readonly Place[], palette: Palette, tone: ReturnType<ToneOf>) {
  context.globalAlpha = tone === 'done' ? DONE_ALPHA : DOT_ALPHA
  context.fillStyle = palette[tone === 'selected' ? 'series-g' : 'series-d']
  for (const { x, y } of places) {
    context.fillRect(x - DOT, y - DOT + 1, 2 * DOT, 2 * DOT - 2)
    context.fillRect(x - DOT + 1, y - DOT, 2 * DOT - 2, 2 * DOT)
  }
  context.globalAlpha = 1
}

function drawDiamonds(context: CanvasRenderingContext2D, places: readonly Place[], palette: Palette) {
  context.fillStyle = palette['series-g']
  context.beginPath()
  for (const place of places) addDiamond(context, place)
  context.fill()
}

function addDiamond(context: CanvasRenderingContext2D, { x, y }: Place) {
  context.moveTo(x, y - DIAMOND)
  context.lineTo(x + DIAMOND, y)
  context.lineTo(x, y + DIAMOND)
  context.lineTo(x - DIAMOND, y)
  context.closePath()
}

/** Around the picture of a selected image. */
function drawFrame(context: CanvasRenderingContext2D, { x, y }: Place, side: number, palette: Palette) {
  context.fillStyle = palette['series-g']
  context.fillRect(x - side / 2 - FRAME, y - side / 2 - FRAME, side + 2 * FRAME, side + 2 * FRAME)
}

function drawRing(context: CanvasRenderingContext2D, { x, y }: Place, side: number, palette: Palette) {
  const outer = side + 4 * FRAME
  context.fillStyle = palette.text
  context.fillRect(x - outer / 2, y - outer / 2, outer, outer)
}
