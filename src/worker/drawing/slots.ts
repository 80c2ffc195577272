// The generators that the Worker holds, each in a slot with what draws its pictures.
import type { Directions } from '../../gan/latent/directions.ts'
import { mixModels } from '../../player/mix.ts'
import type { GeneratorModel } from '../../player/model.ts'
import type { Painter } from '../../player/painter.ts'
import { readCopy } from '../../player/stored-model.ts'
import type { DrawnFrom, FromDrawing, GeneratorCopy } from '../../spec/drawing.ts'
import type { LayerMix } from '../../spec/picture-code.ts'
import { messageOf } from '../../spec/words.ts'

export interface OpenGenerator {
  /** With its directions once they are known. */
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

interface SlotsDependencies {
  emit(message: FromDrawing): void
  readonly openPainter: OpenPainter
  /** There is a generator in the slot that draws in another way: with other weights (`isOther`), or along directions that are known now. */
  onOpened(slot: string, isOther: boolean): void
}

export class Slots {
  private readonly deps: SlotsDependencies
  private readonly opened = new Map<string, OpenGenerator>()
  /** The opening of each slot that is under way, the last one: one that it has overtaken comes to nothing. */
  private readonly openings = new Map<string, object>()
  /** Of each mix the two generators that it was made of. */
  private readonly mixed = new Map<string, readonly [GeneratorModel, GeneratorModel]>()

  constructor(deps: SlotsDependencies) {
    this.deps = deps
  }

  get(slot: string): OpenGenerator | null {
    return this.opened.get(slot) ?? null
  }

  /** What is there stays until the copy is opened, and where that fails. Never rejects. */
  open(slot: string, load: () => Promise<GeneratorCopy>): Promise<void> {
    return this.place(slot, slot, true, async () => {
      const copy = await load()
      return { step: copy.step, model: readCopy(copy) }
    })
  }

  /** Directions of the generator in the slot are known. Where another one is about to be opened, they are of no use. */
  addDirections(slot: string, directions: Directions): void {
    const generator = this.opened.get(slot)
    if (!generator || this.openings.has(slot)) return
    const { step } = generator
    const model = { ...generator.model, directions }
    if (directions.shifts) void this.place(slot, slot, false, async () => ({ step, model }))
    else {
      generator.model = model
      this.deps.onOpened(slot, false)
    }
  }

  /** Has the mix of these two made, where both are there, and anew where one of them is another one by now. */
  mix({ slot, mix }: DrawnFrom): void {
    const [early, late] = [this.opened.get(slot), mix && this.opened.get(mix.slot)]
    if (!mix || !early || !late) return
    const name = slotOf({ slot, mix })
    const [ofEarly, ofLate] = this.mixed.get(name) ?? []
    if (ofEarly === early.model && ofLate === late.model) return
    this.mixed.set(name, [early.model, late.model])
    const { step, model } = early
    void this.place(name, slot, true, async () => {
      return { step, model: mixModels(model, late.model, mix.from), mix: { step: late.step, from: mix.from } }
    })
  }

  /** @param blamed the slot that is named where it fails. Never rejects. */
  private async place(slot: string, blamed: string, isOther: boolean, load: () => Promise<Omit<OpenGenerator, 'painter'>>): Promise<void> {
    const opening = {}
    this.openings.set(slot, opening)
    const isLast = () => this.openings.get(slot) === opening
    try {
      const loaded = await load()
      const tell = ({ painter: { device, side: size } }: OpenGenerator) =>
        this.deps.emit({ type: 'opened', slot, step: loaded.step, size, device })
      const before = this.opened.get(slot)?.painter ?? null
      const painter = await this.deps.openPainter(loaded.model, before, (faster) => {
        if (this.opened.get(slot) !== generator) return faster.dispose()
        generator.painter.dispose()
        generator.painter = faster
        tell(generator)
      })
      const generator: OpenGenerator = { ...loaded, painter }
      if (!isLast()) {
        if (painter !== before) painter.dispose()
        return
      }
      if (painter !== before) before?.dispose()
      this.openings.delete(slot)
      this.opened.set(slot, generator)
      tell(generator)
      this.deps.onOpened(slot, isOther)
    } catch (error) {
      if (!isLast()) return
      this.openings.delete(slot)
      this.deps.emit({ type: 'failed', slot: blamed, message: `The generator cannot be opened: ${messageOf(error)}.` })
    }
  }

  /** And mixes with it. */
  close(slot: string): void {
    const mixes = [...this.mixed.keys()].filter((name) => name.split(MIXED).includes(slot))
    for (const name of [slot, ...mixes]) {
      this.openings.delete(name)
      this.mixed.delete(name)
      this.opened.get(name)?.painter.dispose()
      this.opened.delete(name)
    }
  }
}

/** Between the names of slots: no name of one has it. */
const MIXED = '\n'

/** The slot of what draws: a mix has one of its own. */
export function slotOf({ slot, mix }: DrawnFrom): string {
  return mix ? [slot, mix.slot, mix.from].join(MIXED) : slot
}
