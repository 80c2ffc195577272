// The generators that the Worker holds, each in a slot with what draws its pictures, and with its directions where somebody wants them.
import type { GeneratorModel } from '../../player/model.ts'
import type { Painter } from '../../player/painter.ts'
import { readCopy } from '../../player/stored-model.ts'
import { CancelledError, type WorkOptions } from '../../spec/cancel.ts'
import type { FromDrawing, GeneratorCopy } from '../../spec/drawing.ts'
import type { LayerMix } from '../../spec/picture-code.ts'
import { messageOf } from '../../spec/words.ts'

export interface OpenGenerator {
  readonly model: GeneratorModel
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

export type FindDirections = (model: GeneratorModel, options: WorkOptions) => Promise<NonNullable<GeneratorModel['directions']>>

interface SlotsDependencies {
  emit(message: FromDrawing): void
  readonly openPainter: OpenPainter
  readonly findDirections: FindDirections
  /** Another generator is in the slot. */
  onOpened(slot: string): void
}

type Load = () => Promise<GeneratorCopy>

/** One thing at a time is done for a slot; of copies that wait the newest counts. */
interface Slot {
  readonly name: string
  opened: OpenGenerator | null
  next: Load | null
  wantsDirections: boolean
  isBusy: boolean
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
    slot?.opened?.painter.dispose()
    this.slots.delete(name)
  }

  /** Told as soon as they are known, of this generator and of those that take its place. */
  findDirections(name: string): void {
    const slot = this.slotOf(name)
    slot.wantsDirections = true
    if (slot.opened?.model.directions) this.tellDirections(slot, 1, slot.opened.model)
    else void this.work(slot)
  }

  private slotOf(name: string): Slot {
    const slot = this.slots.get(name) ?? {
      name,
      opened: null,
      next: null,
      wantsDirections: false,
      isBusy: false,
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
        slot.wantsDirections &&= slot.opened?.model.directions !== undefined // what has failed would fail again
        if (error instanceof CancelledError || slot.closing.signal.aborted) return
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
    if (!opened || !slot.wantsDirections || opened.model.directions) return null
    return { run: () => this.addDirections(slot, opened), failure: 'Directions cannot be found' }
  }

  private async openCopy(slot: Slot, load: Load): Promise<void> {
    const copy = await load()
    const model = readCopy(copy)
    const isAlongDirections = slot.opened?.model.directions !== undefined // then pictures of the old one are shown as long as that takes
    await this.show(slot, isAlongDirections ? await this.withDirections(slot, model) : model, copy.step)
  }

  private async addDirections(slot: Slot, { model, step }: OpenGenerator): Promise<void> {
    await this.show(slot, await this.withDirections(slot, model), step)
  }

  private async withDirections(slot: Slot, model: GeneratorModel): Promise<GeneratorModel> {
    const onProgress = (share: number) => this.tellDirections(slot, share, null)
    return { ...model, directions: await this.deps.findDirections(model, { onProgress, signal: slot.closing.signal }) }
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
    if (model.directions) this.tellDirections(slot, 1, model)
    this.deps.onOpened(name)
  }

  private tellDirections({ name: slot }: Slot, share: number, model: GeneratorModel | null): void {
    const sharesOf = (set: 'pc' | 'cf') => (model?.directions?.sets[set] ?? []).map(({ share: of }) => ({ share: of }))
    this.deps.emit({ type: 'directions', slot, share, directions: model && { pc: sharesOf('pc'), cf: sharesOf('cf') } })
  }
}
