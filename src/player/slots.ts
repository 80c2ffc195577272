// Places in memory for the images between steps: few, since an image is needed only until its last reader.
import type { Step, Value } from './steps.ts'

interface Slots {
  /** Of each value, by its id. */
  readonly slots: readonly number[]
  readonly slotSizes: readonly number[]
}

/** @param kept input and output: these have places of their own @param count of all values */
export function assignSlots(steps: readonly Step[], kept: readonly Value[], count: number): Slots {
  const slots = new Array<number>(count).fill(-1)
  const slotSizes: number[] = []
  const free: number[] = []
  const assign = ({ id, side, channels }: Value, slot: number) => {
    slots[id] = slot
    slotSizes[slot] = Math.max(slotSizes[slot] ?? 0, side * side * channels)
  }
  for (const value of kept) assign(value, slotSizes.length)
  steps.forEach((step, at) => {
    if (slots[step.to.id] === -1) assign(step.to, free.pop() ?? slotSizes.length)
    for (const value of inputsOf(step)) {
      const isNeeded = kept.includes(value) || steps.slice(at + 1).some((later) => inputsOf(later).includes(value))
      if (!isNeeded && !free.includes(slots[value.id] as number)) free.push(slots[value.id] as number)
    }
  })
  return { slots, slotSizes }
}

function inputsOf(step: Step): readonly Value[] {
  return step.kind === 'sum' ? [step.from, step.other] : [step.from]
}
