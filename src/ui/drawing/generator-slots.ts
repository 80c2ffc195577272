// Which generators the drawing Worker holds, each in a slot: that of the finished example, that of the run on this page, which is copied anew as
// the run goes on, and those of its snapshots. A generator is opened when it is first drawn with.
import type { TrainerEvent } from '../../protocol.ts'
import { drawBlocker } from '../app/blockers.ts'
import type { Store } from '../app/store.ts'
import type { TrainerClient } from '../app/trainer-client.ts'
import { isExample } from '../train/run-slice.ts'
import type { DrawingClient } from './drawing-client.ts'

/** The finished example that comes with the page; or the run that is trained or shown, as it is now (null) or at the snapshot with this file. */
export type GeneratorChoice = 'example' | { readonly snapshot: string | null }

export type CopyEvent = Extract<TrainerEvent, { type: 'generator-copied' | 'generator-not-copied' }>

export interface GeneratorSlots {
  /** The slot of a generator; null where there is no run. */
  slotOf(choice: GeneratorChoice): string | null
  /** These are drawn with now: opens what is missing, keeps the run's up to date, and closes what has long not been used. */
  use(choices: readonly GeneratorChoice[]): void
  /** Something about the run has changed: perhaps it can be copied now. */
  runHasChanged(): void
  /** The run has drawn samples at this step: a copy of another one is out of date. */
  runHasDrawn(step: number): void
  copied(event: CopyEvent): void
}

interface Slot {
  readonly run: number
  readonly snapshot: string | null
  /** Number of the copy that was asked for and has not come. */
  pending: number | null
  /** Of the copy that is open; null: none is. */
  step: number | null
  /** The run has gone on since. */
  isStale: boolean
}

/** Snapshots whose generators stay open though nothing is drawn with them, so that going back and forth between them is fast. */
const MAX_UNUSED = 6
const EXAMPLE = 'example'

interface GeneratorSlotsDependencies {
  readonly store: Store
  readonly trainer: Pick<TrainerClient, 'send'>
  readonly drawing: DrawingClient
  /** A generator cannot be copied: why, in a sentence. */
  onProblem(slot: string, sentence: string): void
}

export function makeGeneratorSlots({ store, trainer, drawing, onProblem }: GeneratorSlotsDependencies): GeneratorSlots {
  /** Those of the run, in the order of their last use, the oldest first. */
  const slots = new Map<string, Slot>()
  let used = new Set<string>()
  let exampleIsOpen = false
  let lastId = 0

  function slotOf(choice: GeneratorChoice): string | null {
    const { run } = store.getState()
    if (choice === 'example' || (choice.snapshot === null && isExample(run))) return EXAMPLE
    if (run.number === 0) return null
    return choice.snapshot === null ? `run ${run.number}` : `run ${run.number}: ${choice.snapshot}`
  }

  function ask(slot: Slot) {
    const { run } = store.getState()
    if (slot.pending !== null || run.number !== slot.run || drawBlocker(store.getState()) !== null) return
    slot.pending = ++lastId
    slot.isStale = false
    trainer.send({ type: 'copy-generator', id: lastId, source: { run: slot.run, snapshot: slot.snapshot } })
  }

  function open(choice: GeneratorChoice) {
    const name = slotOf(choice)
    if (name === null) return
    used.add(name)
    if (name === EXAMPLE) {
      if (!exampleIsOpen) drawing.send({ type: 'open-example', slot: EXAMPLE, base: document.baseURI })
      exampleIsOpen = true
      return
    }
    const { number } = store.getState().run
    const snapshot = choice === 'example' ? null : choice.snapshot
    const slot = slots.get(name) ?? { run: number, snapshot, pending: null, step: null, isStale: false }
    slots.delete(name)
    slots.set(name, slot) // now the last
    if (slot.step === null || slot.isStale) ask(slot)
  }

  function askForMissing() {
    for (const [name, slot] of slots) if (used.has(name) && (slot.step === null || slot.isStale)) ask(slot)
  }

  function close(name: string) {
    slots.delete(name)
    drawing.send({ type: 'close', slot: name })
  }

  /** Of runs that have been replaced, and those that have not been used for long. */
  function closeOld() {
    const { number } = store.getState().run
    for (const [name, { run }] of [...slots]) if (run !== number) close(name)
    const unused = [...slots.keys()].filter((name) => !used.has(name))
    for (const name of unused.slice(0, Math.max(0, unused.length - MAX_UNUSED))) close(name)
  }

  return {
    slotOf,
    use(choices) {
      used = new Set()
      for (const choice of choices) open(choice)
      closeOld()
    },
    runHasChanged: askForMissing,
    runHasDrawn(step) {
      for (const slot of slots.values()) if (slot.snapshot === null) slot.isStale = slot.step !== step
      askForMissing()
    },
    copied(event) {
      const [name, slot] = [...slots].find(([, { pending }]) => pending === event.id) ?? []
      if (name === undefined || slot === undefined) return
      slot.pending = null
      if (event.type === 'generator-not-copied') {
        if (event.sentence !== null) onProblem(name, event.sentence)
        return
      }
      slot.step = event.copy.step
      drawing.send({ type: 'open', slot: name, copy: event.copy })
      if (slot.isStale && used.has(name)) ask(slot)
    },
  }
}
