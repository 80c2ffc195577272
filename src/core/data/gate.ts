// Keeps what goes on at the same time within bounds: so many tasks, so many bytes, so many pixels.

/** Runs a task for each item, `lanes` at a time, started in order. The first error ends it. */
export async function inLanes<T>(items: readonly T[], lanes: number, task: (item: T, index: number) => Promise<void>): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < items.length) {
      const index = next++
      try {
        await task(items[index] as T, index)
      } catch (error) {
        next = items.length // the other lanes finish what they have begun, and begin no more
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane))
}

/** Lets work in while the weights of all that is inside stay below `capacity`, first come first served; one item always fits. */
export function createGate(capacity: number): <T>(weight: number, work: () => Promise<T>) => Promise<T> {
  let room = capacity
  const waiting: { need: number; enter: () => void }[] = []
  const admit = () => {
    for (let first = waiting[0]; first && first.need <= room; first = waiting[0]) {
      waiting.shift()
      room -= first.need
      first.enter()
    }
  }
  return async (weight, work) => {
    const need = Math.min(weight, capacity)
    await new Promise<void>((enter) => {
      waiting.push({ need, enter })
      admit()
    })
    try {
      return await work()
    } finally {
      room += need
      admit()
    }
  }
}
