// The interactive map of images on a canvas, outside React: pointer, pinch, wheel and keys.
import type { FeatureMap } from '../../spec/feature-analyses.ts'
import type { PageCache } from '../data/page-cache.ts'
import { readPalette } from '../shared/palette.ts'
import { onThemeChange } from '../shared/theme.ts'
import { MAP_VIEW, makeMapPainter } from './map-painter.ts'
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
}

export interface MapScreen {
  zoom(by: number): void
  showWhole(): void
  /** Returns whether the key was handled. */
  handleKey(key: { readonly key: string; readonly shiftKey: boolean }): boolean
  /** Highlights this point. */
  setCurrent(point: number | null): void
  destroy(): void
}

export function makeMapScreen(canvas: HTMLCanvasElement, map: FeatureMap, cache: PageCache, callbacks: MapCallbacks): MapScreen {
  const { positions } = map
  const place = makePlacement(positions)
  const painter = makeMapPainter(map, cache, place)
  let view: MapView = WHOLE
  let current: number | null = null
  const surface = makeSurface(canvas, (context, size) => painter.paint(context, { view, size, palette: readPalette(canvas), current }))

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
    }),
  ]

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
    destroy() {
      surface.destroy()
      for (const stop of stops) stop()
      cache.want(MAP_VIEW, [])
    },
  }
  return screen
}
