// A canvas at its displayed size and device resolution, repainted at most once per frame.
import type { MapSize } from './map-view.ts'

interface Surface {
  /** In CSS pixels, the unit of drawing. */
  readonly size: MapSize
  repaint(): void
  destroy(): void
}

export function makeSurface(canvas: HTMLCanvasElement, draw: (context: CanvasRenderingContext2D, size: MapSize) => void): Surface {
  const context = canvas.getContext('2d', { willReadFrequently: true }) // in memory: the GPU is busy training
  let size: MapSize = { width: 1, height: 1 }
  let frame = 0

  function paint() {
    frame = 0
    if (context === null) return
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0)
    context.clearRect(0, 0, size.width, size.height)
    draw(context, size)
  }

  const observer = new ResizeObserver(() => {
    size = { width: canvas.clientWidth, height: canvas.clientHeight }
    canvas.width = Math.round(size.width * devicePixelRatio)
    canvas.height = Math.round(size.height * devicePixelRatio)
    paint()
  })
  observer.observe(canvas)

  return {
    get size() {
      return size
    },
    repaint() {
      if (frame === 0) frame = requestAnimationFrame(paint)
    },
    destroy() {
      cancelAnimationFrame(frame)
      observer.disconnect()
    },
  }
}
