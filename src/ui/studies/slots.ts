// A fixed number of places, each for one image: a new one takes the place of what was not looked at for longest.

export interface Slots {
  /** The place of an image that has one, which counts as looking at it. */
  of(image: number): number | null
  /** A place for an image that has none. */
  take(image: number): number
}

export function makeSlots(capacity: number): Slots {
  const held = new Map<number, number>() // the image looked at longest ago comes first
  function touch(image: number, slot: number) {
    held.delete(image)
    held.set(image, slot)
    return slot
  }
  return {
    of(image) {
      const slot = held.get(image)
      return slot === undefined ? null : touch(image, slot)
    },
    take(image) {
      const [oldest] = held
      if (held.size < capacity || oldest === undefined) return touch(image, held.size)
      held.delete(oldest[0])
      return touch(image, oldest[1])
    },
  }
}
