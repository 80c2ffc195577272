// Small pictures on one canvas in memory, so that thousands of them are drawn in a frame and the pages they came in can be forgotten.

/** Where a picture is drawn, by its middle. */
interface Spot {
  readonly x: number
  readonly y: number
  readonly side: number
}

export interface Thumbnails {
  has(image: number): boolean
  /** `pixels` is RGBA, [size, size, 4]. */
  put(image: number, pixels: Uint8ClampedArray<ArrayBuffer>): void
  draw(context: CanvasRenderingContext2D, image: number, spot: Spot): void
}

export function makeThumbnails(capacity: number, size: number): Thumbnails {
  const columns = Math.max(1, Math.ceil(Math.sqrt(capacity)))
  const canvas = document.createElement('canvas')
  canvas.width = columns * size
  canvas.height = Math.max(1, Math.ceil(capacity / columns)) * size
  const atlas = canvas.getContext('2d', { willReadFrequently: true }) // in memory: the GPU is busy training
  const slots = makeLruSlots(Math.max(1, capacity))
  const left = (slot: number) => (slot % columns) * size
  const top = (slot: number) => Math.floor(slot / columns) * size
  return {
    has: (image) => slots.slotOf(image) !== null,
    put(image, pixels) {
      const slot = slots.slotOf(image) ?? slots.assign(image)
      atlas?.putImageData(new ImageData(pixels, size, size), left(slot), top(slot))
    },
    draw(context, image, { x, y, side }) {
      const slot = slots.slotOf(image)
      if (slot === null) return
      context.imageSmoothingEnabled = side * devicePixelRatio < size
      context.drawImage(canvas, left(slot), top(slot), size, size, x - side / 2, y - side / 2, side, side)
    },
  }
}

// A fixed number of places, each for one image: a new one takes the place of what was not looked at for longest.
export interface LruSlots {
  /** The place of an image that has one, which counts as looking at it. */
  slotOf(image: number): number | null
  /** A place for an image that has none. */
  assign(image: number): number
}

export function makeLruSlots(capacity: number): LruSlots {
  const held = new Map<number, number>() // the image looked at longest ago comes first
  function touch(image: number, slot: number) {
    held.delete(image)
    held.set(image, slot)
    return slot
  }
  return {
    slotOf(image) {
      const slot = held.get(image)
      return slot === undefined ? null : touch(image, slot)
    },
    assign(image) {
      const [oldest] = held
      if (held.size < capacity || oldest === undefined) return touch(image, held.size)
      held.delete(oldest[0])
      return touch(image, oldest[1])
    },
  }
}
