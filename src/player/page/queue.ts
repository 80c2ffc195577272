// The order in which pictures are drawn: the one that is steered first, always where it is by then, and maps and walls in what time is left.

export interface Batch {
  readonly codes: readonly Float32Array[]
  show(pixels: Uint8ClampedArray<ArrayBuffer>): void
}

export interface DrawingQueue {
  /** There is a new target; when its turn comes, `live` says what to draw. */
  requestLive(): void
  /** Replaces what is left of the pictures of the same name. */
  setBackground(name: string, codes: readonly Float32Array[], show: (index: number, pixels: Uint8ClampedArray<ArrayBuffer>) => void): void
}

interface Listeners {
  /** Nothing waits any more. */
  onIdle(): void
  /** A drawing has failed: what waited is dropped, and the next request tries again. */
  onFailure(error: unknown): void
}

/** After so many live pictures in a row one goes to what waits. */
const LIVE_IN_A_ROW = 4

interface Waiting {
  readonly name: string
  readonly codes: readonly Float32Array[]
  readonly show: (index: number, pixels: Uint8ClampedArray<ArrayBuffer>) => void
  next: number
}

/**
 * @param draw pictures of codes, one call at a time
 * @param capacity pictures of one call
 * @param live null: nothing has changed
 */
export function createQueue(
  draw: (codes: readonly Float32Array[]) => Promise<Uint8ClampedArray<ArrayBuffer>>,
  capacity: number,
  live: () => Batch | null,
  { onIdle, onFailure }: Listeners,
): DrawingQueue {
  let isDrawing = false
  let wantsLive = false
  let inARow = 0
  let waiting: Waiting[] = []

  const takeLive = (): Batch | null => {
    if (!wantsLive || (waiting.length > 0 && inARow >= LIVE_IN_A_ROW)) return null
    wantsLive = false
    inARow++
    return live()
  }
  const takeWaiting = (): Batch | null => {
    const [first] = waiting
    if (!first) return null
    inARow = 0
    const from = first.next
    const codes = first.codes.slice(from, from + capacity)
    first.next += codes.length
    if (first.next >= first.codes.length) waiting = waiting.filter((each) => each !== first)
    return {
      codes,
      show(pixels) {
        const length = pixels.length / codes.length
        for (let i = 0; i < codes.length; i++) first.show(from + i, pixels.slice(i * length, (i + 1) * length))
      },
    }
  }
  async function work(): Promise<void> {
    if (isDrawing) return
    isDrawing = true
    try {
      for (let batch = takeLive() ?? takeWaiting(); batch; batch = takeLive() ?? takeWaiting()) batch.show(await draw(batch.codes))
    } catch (error) {
      waiting = []
      return onFailure(error)
    } finally {
      isDrawing = false
    }
    if (waiting.length === 0 && !wantsLive) onIdle()
  }
  return {
    requestLive() {
      wantsLive = true
      void work()
    },
    setBackground(name, codes, show) {
      waiting = [...waiting.filter((each) => each.name !== name), { name, codes, show, next: 0 }]
      void work()
    },
  }
}
