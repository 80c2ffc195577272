// The generators that the Worker holds, each in a slot with what draws its pictures, and with its directions where somebody wants them: those of the
// latent first, and then what layers alone do with them, which takes much longer.
import type { AskedDirections, Direction, Directions, NormShifts } from '../../gan/latent/directions.ts'
import type { GeneratorModel } from '../../player/model.ts'
import type { Painter } from '../../player/painter.ts'
import { readCopy } from '../../player/stored-model.ts'
import { CancelledError, throwIfCancelled, type WorkOptions } from '../../spec/cancel.ts'
import type { FromDrawing, GeneratorCopy } from '../../spec/drawing.ts'
import type { LayerMix } from '../../spec/picture-code.ts'
import { messageOf } from '../../spec/words.ts'

export interface OpenGenerator {
  /** Another one with the same weights as soon as directions of the latent are known; with those of layers it is another generator. */
  model: GeneratorModel
  readonly step: number
  /** Where its later layers are from. */
  readonly mix?: LayerMix
  painter: Painter
}

/**
 * Opens what draws a generator.
 * @param before what draws in this slot until then: it is given back where it only has to take other weights
 * @param onFaster is told once when something else turns out to draw faster
 */
export type OpenPainter = (model: GeneratorModel, before: Painter | null, onFaster: (painter: Painter) => void) => Promise<Painter>

export interface DirectionFinder {
  findSets(model: GeneratorModel, options: WorkOptions): Promise<Directions['sets']>
  findShifts(model: GeneratorModel, sets: Directions['sets'], options: WorkOptions): Promise<NormShifts>
}

interface SlotsDependencies {
  emit(message: FromDrawing): void
  readonly openPainter: OpenPainter
  readonly directionFinder: DirectionFinder
  /** What the pictures that are drawn with this slot need. */
  asked(slot: string): AskedDirections
  /** Another generator is in the slot. */
  onOpened(slot: string): void
  /** Directions of the latent are known of the generator in the slot. */
  onDirections(slot: string): void
}

type Load = () => Promise<GeneratorCopy>

/** One thing at a time is done for a slot; of copies that wait the newest counts. */
interface Slot {
  readonly name: string
  opened: OpenGenerator | null
  next: Load | null
  /** Of this generator, and of those that take its place. */
  wanted: AskedDirections
  isBusy: boolean
  /** Of directions; null: there is none. */
  search: AbortController | null
  /** Aborted when it is closed. */
  readonly closing: AbortController
}

export class Slots {
  private readonly deps: SlotsDependencies
  private readonly slots = new Map<string, Slot>()

  constructor(deps: SlotsDependencies) {
    this.deps = deps
  }

  get(name: string): OpenGenerator | null {
    return this.slots.get(name)?.opened ?? null
  }

  /** What is there stays until the copy is opened, and where that fails. */
  open(name: string, load: Load): void {
    const slot = this.slotOf(name)
    slot.next = load
    void this.work(slot)
  }

  close(name: string): void {
    const slot = this.slots.get(name)
    slot?.closing.abort()
    slot?.search?.abort()
    slot?.opened?.painter.dispose()
    this.slots.delete(name)
  }

  /** Told as soon as they are known, of this generator and of those that take its place. */
  findDirections(name: string, wanted: Exclude<AskedDirections, 'none'>): void {
    const slot = this.slotOf(name)
    if (slot.wanted !== 'zoned') slot.wanted = wanted
    if (slot.opened?.model.directions && !slot.search) this.tellDirections(slot, null)
    void this.work(slot)
  }

  cancelDirections(name: string): void {
    const slot = this.slots.get(name)
    if (!slot) return
    slot.wanted = knownOf(slot.opened)
    slot.search?.abort()
    this.tellDirections(slot, null)
  }

  private slotOf(name: string): Slot {
    const slot = this.slots.get(name) ?? {
      name,
      opened: null,
      next: null,
      wanted: 'none',
      isBusy: false,
      search: null,
      closing: new AbortController(),
    }
    this.slots.set(name, slot)
    return slot
  }

  /** Never rejects. */
  private async work(slot: Slot): Promise<void> {
    if (slot.isBusy) return
    slot.isBusy = true
    for (let task = this.nextTask(slot); task; task = this.nextTask(slot)) {
      await task.run().catch((error) => {
        if (error instanceof CancelledError || slot.closing.signal.aborted) return
        slot.wanted = knownOf(slot.opened) // what has failed would fail again
        this.deps.emit({ type: 'failed', slot: slot.name, message: `${task.failure}: ${messageOf(error)}.` })
      })
    }
    slot.isBusy = false
  }

  private nextTask(slot: Slot): { run(): Promise<void>; readonly failure: string } | null {
    const { opened, next } = slot
    if (slot.closing.signal.aborted) return null
    if (next) {
      slot.next = null
      return { run: () => this.openCopy(slot, next), failure: 'The generator cannot be opened' }
    }
    if (!opened || RANK[slot.wanted] <= RANK[knownOf(opened)]) return null
    return { run: () => this.addDirections(slot, opened), failure: 'Directions cannot be found' }
  }

  private async openCopy(slot: Slot, load: Load): Promise<void> {
    const copy = await load()
    let model = readCopy(copy)
    const asked = slot.opened ? this.deps.asked(slot.name) : 'none' // pictures of the old one are shown until it is found, or where that is cancelled
    while (RANK[knownIn(model)] < RANK[asked]) model = await this.withMore(slot, model)
    await this.show(slot, model, copy.step)
  }

  private async addDirections(slot: Slot, opened: OpenGenerator): Promise<void> {
    const model = await this.withMore(slot, opened.model)
    if (model.directions?.shifts) return this.show(slot, model, opened.step)
    opened.model = model // which the same painter draws
    this.tellDirections(slot, slot.wanted === 'zoned' ? 0 : null)
    this.deps.onDirections(slot.name)
  }

  /** With directions, or with those of its layers. @throws CancelledError */
  private async withMore(slot: Slot, model: GeneratorModel): Promise<GeneratorModel> {
    const { findSets, findShifts } = this.deps.directionFinder
    const search = new AbortController()
    slot.search = search
    const options = { signal: search.signal, onProgress: (share: number) => this.tellDirections(slot, share, model) }
    this.tellDirections(slot, 0, model)
    try {
      const sets = model.directions?.sets ?? (await findSets(model, options))
      const shifts = model.directions ? await findShifts(model, sets, options) : null
      throwIfCancelled(search.signal) // after its last step
      return { ...model, directions: { sets, shifts } }
    } catch (error) {
      if (!search.signal.aborted) this.tellDirections(slot, null)
      throw error
    } finally {
      slot.search = null
    }
  }

  private async show(slot: Slot, model: GeneratorModel, step: number): Promise<void> {
    const { name } = slot
    const before = slot.opened?.painter ?? null
    const tell = ({ painter: { device, side: size } }: OpenGenerator) => this.deps.emit({ type: 'opened', slot: name, step, size, device })
    const painter = await this.deps.openPainter(model, before, (faster) => {
      if (slot.opened !== generator || slot.closing.signal.aborted) return faster.dispose()
      generator.painter.dispose()
      generator.painter = faster
      tell(generator)
    })
    const generator: OpenGenerator = { model, step, painter }
    if (slot.closing.signal.aborted) return painter.dispose()
    if (painter !== before) before?.dispose()
    slot.opened = generator
    tell(generator)
    if (model.directions) this.tellDirections(slot, null)
    this.deps.onOpened(name)
  }

  /** @param search how much of a search is done; null: there is none */
  private tellDirections({ name: slot, opened }: Slot, search: number | null, model = opened?.model): void {
    const { sets, shifts = null } = model?.directions ?? {}
    const sharesOf = (set: readonly Direction[]) => set.map(({ share }) => ({ share }))
    const directions = sets ? { pc: sharesOf(sets.pc), cf: sharesOf(sets.cf) } : null
    this.deps.emit({ type: 'directions', slot, directions, zoned: shifts !== null, search })
  }
}

/** What is included in what. */
const RANK: Readonly<Record<AskedDirections, number>> = { none: 0, latent: 1, zoned: 2 }

function knownIn({ directions }: GeneratorModel): AskedDirections {
  if (!directions) return 'none'
  return directions.shifts ? 'zoned' : 'latent'
}

function knownOf(opened: OpenGenerator | null): AskedDirections {
  return opened ? knownIn(opened.model) : 'none'
}
