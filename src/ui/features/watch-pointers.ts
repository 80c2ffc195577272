// Turns pointer and wheel events into gestures: hover, click, drag, pinch, zoom; positions in pixels of the element.
import type { Place } from './map-view.ts'

/** CSS pixels; less movement is a click. */
const CLICK_PIXELS = 4
/** Zoom per wheel pixel, as an exponent. */
const WHEEL_RATE = 0.0015
/** Pixels per unit of `deltaMode`: pixel, line, page. */
const WHEEL_UNITS = [1, 16, 400] as const

interface Gestures {
  /** Null when the pointer leaves. */
  readonly hover: (at: Place | null) => void
  readonly click: (at: Place) => void
  readonly pan: (dx: number, dy: number) => void
  readonly zoom: (by: number, at: Place) => void
  /** With this a drag of one pointer draws instead; called with the path so far, empty where it was a click, or a second pointer or the browser ended it. */
  readonly draw?: (path: readonly Place[], done: boolean) => void
  /** Whether drags draw now. */
  readonly draws?: () => boolean
}

/** One pointer drags, two pinch, the wheel zooms. Returns the function that stops watching. */
export function watchPointers(canvas: HTMLCanvasElement, gestures: Gestures): () => void {
  const down = new Map<number, Place>()
  let travelled = 0
  let path: readonly Place[] | null = null
  const placeOf = ({ offsetX, offsetY }: MouseEvent) => ({ x: offsetX, y: offsetY })

  function onDown(event: PointerEvent) {
    if (event.button !== 0) return
    if (down.size === 0) travelled = 0
    if (path) gestures.draw?.([], true)
    path = down.size === 0 && gestures.draws?.() ? [placeOf(event)] : null
    down.set(event.pointerId, placeOf(event))
    canvas.setPointerCapture(event.pointerId)
  }
  function onMove(event: PointerEvent) {
    const at = placeOf(event)
    const before = down.get(event.pointerId)
    if (before === undefined) return gestures.hover(at)
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1]
    travelled += Math.hypot(at.x - before.x, at.y - before.y)
    down.set(event.pointerId, at)
    if (path) {
      path = [...path, at]
      return gestures.draw?.(path, false)
    }
    if (other === undefined) return gestures.pan(at.x - before.x, at.y - before.y)
    const by = distance(at, other) / Math.max(1, distance(before, other))
    gestures.pan((at.x - before.x) / 2, (at.y - before.y) / 2) // the midpoint between the fingers moves half as far
    gestures.zoom(by, { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 })
  }
  function onUp(event: PointerEvent) {
    const isDrawn = event.type === 'pointerup' && travelled >= CLICK_PIXELS
    if (path) gestures.draw?.(isDrawn ? path : [], true)
    path = null
    if (down.delete(event.pointerId) && down.size === 0 && travelled < CLICK_PIXELS && event.type === 'pointerup')
      gestures.click(placeOf(event))
  }
  const onLeave = () => gestures.hover(null)
  function onWheel(event: WheelEvent) {
    event.preventDefault()
    gestures.zoom(Math.exp(-event.deltaY * (WHEEL_UNITS[event.deltaMode] ?? 1) * WHEEL_RATE), placeOf(event))
  }

  const ended = new AbortController()
  const { signal } = ended
  canvas.addEventListener('pointerdown', onDown, { signal })
  canvas.addEventListener('pointermove', onMove, { signal })
  canvas.addEventListener('pointerup', onUp, { signal })
  canvas.addEventListener('pointercancel', onUp, { signal })
  canvas.addEventListener('pointerleave', onLeave, { signal })
  canvas.addEventListener('wheel', onWheel, { signal, passive: false }) // the page behind must not scroll
  return () => ended.abort()
}

function distance(one: Place, other: Place): number {
  return Math.hypot(one.x - other.x, one.y - other.y)
}
