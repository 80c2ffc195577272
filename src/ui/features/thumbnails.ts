// A texture atlas of small pictures on one canvas, so that thousands are drawn per frame and their pages can be evicted from the cache.

/** Centre and side of a drawn picture. */
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

/** Assigns images to a fixed number of slots; when full, the least recently used image loses its slot. */
interface LruSlots {
  /** The slot of an image, or null; counts as use. */
  slotOf(image: number): number | null
  /** Assigns a slot to an image that has none. */
  assign(image: number): number
}

export function makeLruSlots(capacity: number): LruSlots {
  const slots = new Map<number, number>() // in the order of last use, the oldest first
  function touch(image: number, slot: number) {
    slots.delete(image)
    slots.set(image, slot)
    return slot
  }
  return {
    slotOf(image) {
      const slot = slots.get(image)
      return slot === undefined ? null : touch(image, slot)
    },
    assign(image) {
      const [oldest] = slots
      if (slots.size < capacity || oldest === undefined) return touch(image, slots.size)
      slots.delete(oldest[0])
      return touch(image, oldest[1])
    },
  }
}
