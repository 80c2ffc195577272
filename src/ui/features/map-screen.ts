// The interactive map of images on a canvas, outside React: pointer, pinch, wheel and keys.
import type { FeatureMap } from '../../spec/feature-analyses.ts'
import type { PageCache } from '../data/page-cache.ts'
import { readPalette } from '../shared/palette.ts'
import { onThemeChange } from '../shared/theme.ts'
import { drawLasso, pointsWithin } from './lasso.ts'
import { MAP_VIEW, makeMapPainter, type ToneOf } from './map-painter.ts'
import {
  directionOf,
  type MapView,
  nextPoint,
  type Place,
  panBy,
  pointAt,
  pointUnder,
  WHOLE,
  withPointInSight,
  zoomAt,
  zoomPlace,
} from './map-view.ts'
import { makeSurface } from './surface.ts'
import { makePlacement, pointHit } from './thumbnail-places.ts'
import { watchPointers } from './watch-pointers.ts'

export const ZOOM_STEP = 1.5
/** Share of the canvas that Shift with an arrow key moves the map by. */
const PAN_SHARE = 0.15

interface MapCallbacks {
  /** The pointer is over this point, or null. */
  readonly onHover: (point: number | null) => void
  /** The point was clicked or reached by key. */
  readonly onSelect: (point: number | null) => void
  /** With this a drag draws a lasso around images instead of moving the map. */
  readonly onLasso?: (points: readonly number[]) => void
}

export interface MapScreen {
  zoom(by: number): void
  showWhole(): void
  /** Returns whether the key was handled. */
  handleKey(key: { readonly key: string; readonly shiftKey: boolean }): boolean
  /** Highlights this point. */
  setCurrent(point: number | null): void
  /** Draws the points of images in these ways. */
  setTones(toneOf: ToneOf): void
  /** Whether a drag draws a lasso. */
  setLasso(wanted: boolean): void
  destroy(): void
}

export function makeMapScreen(canvas: HTMLCanvasElement, map: FeatureMap, cache: PageCache, callbacks: MapCallbacks): MapScreen {
  const { positions } = map
  const place = makePlacement(positions)
  const painter = makeMapPainter(map, cache, place)
  let view: MapView = WHOLE
  let current: number | null = null
  let toneOf: ToneOf = () => 'plain'
  let lasso: readonly Place[] = []
  let lassoes = callbacks.onLasso !== undefined
  const surface = makeSurface(canvas, (context, size) => {
    const palette = readPalette(canvas)
    painter.paint(context, { view, size, palette, current, toneOf })
    drawLasso(context, lasso, palette)
  })

  function show(next: MapView) {
    view = next
    surface.repaint()
  }

  const middle = () => ({ x: surface.size.width / 2, y: surface.size.height / 2 })
  const under = (at: Place) => pointHit(positions, view, surface.size, place(view, surface.size), at)

  const stops = [
    cache.subscribe(surface.repaint),
    onThemeChange(surface.repaint),
    watchPointers(canvas, {
      hover: (at) => callbacks.onHover(at && under(at)),
      click: (at) => callbacks.onSelect(under(at)),
      pan: (dx, dy) => show(panBy(view, surface.size, dx, dy)),
      zoom: (by, at) => show(zoomAt(view, surface.size, by, at)),
      draws: () => lassoes,
      draw: drawTo,
    }),
  ]

  function drawTo(path: readonly Place[], done: boolean) {
    lasso = done ? [] : path
    surface.repaint()
    if (done && path.length > 0) callbacks.onLasso?.(pointsWithin(positions, map.images.length, view, surface.size, path))
  }

  function moveTo(direction: Place): boolean {
    const next =
      current === null
        ? pointUnder(positions, view, surface.size, middle(), Number.POSITIVE_INFINITY)
        : nextPoint(positions, current, direction)
    if (next === null) return true
    callbacks.onSelect(next)
    show(withPointInSight(view, surface.size, pointAt(positions, next)))
    return true
  }

  const screen: MapScreen = {
    zoom: (by) => show(zoomAt(view, surface.size, by, zoomPlace(positions, view, surface.size, current))),
    showWhole: () => show(WHOLE),
    handleKey({ key, shiftKey }) {
      const direction = directionOf(key)
      const { size } = surface
      if (direction && !shiftKey) return moveTo(direction)
      if (direction) show(panBy(view, size, -direction.x * PAN_SHARE * size.width, -direction.y * PAN_SHARE * size.height))
      else if (key === '+' || key === '=') screen.zoom(ZOOM_STEP)
      else if (key === '-') screen.zoom(1 / ZOOM_STEP)
      else if (key === '0' || key === 'Home') screen.showWhole()
      else return false
      return true
    },
    setCurrent(point) {
      if (point === current) return
      current = point
      surface.repaint()
    },
    setTones(next) {
      toneOf = next
      surface.repaint()
    },
    setLasso(wanted) {
      lassoes = wanted
    },
    destroy() {
      surface.destroy()
      for (const stop of stops) stop()
      cache.want(MAP_VIEW, [])
    },
  }
  return screen
}
