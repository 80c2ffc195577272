// The generators that the Worker holds, each in a slot with what draws its pictures.
import type { GeneratorModel } from '../../player/model.ts'
import type { Painter } from '../../player/painter.ts'
import { readCopy } from '../../player/stored-model.ts'
import type { FromDrawing, GeneratorCopy } from '../../spec/drawing.ts'
import { messageOf } from '../../spec/words.ts'

export interface OpenGenerator {
  readonly model: GeneratorModel
  readonly step: number
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
  /** Another generator is in the slot. */
  onOpened(slot: string): void
}

export class Slots {
  private readonly deps: SlotsDependencies
  private readonly opened = new Map<string, OpenGenerator>()
  /** The last opening of each slot: one that it has overtaken comes to nothing. */
  private readonly openings = new Map<string, object>()

  constructor(deps: SlotsDependencies) {
    this.deps = deps
  }

  get(slot: string): OpenGenerator | null {
    return this.opened.get(slot) ?? null
  }

  /** What is there stays until the copy is opened, and where that fails. Never rejects. */
  async open(slot: string, load: () => Promise<GeneratorCopy>): Promise<void> {
    const opening = {}
    this.openings.set(slot, opening)
    const isLast = () => this.openings.get(slot) === opening
    try {
      const copy = await load()
      const model = readCopy(copy)
      const tell = ({ painter: { device, side: size } }: OpenGenerator) =>
        this.deps.emit({ type: 'opened', slot, step: copy.step, size, device })
      const before = this.opened.get(slot)?.painter ?? null
      const painter = await this.deps.openPainter(model, before, (faster) => {
        if (this.opened.get(slot) !== generator) return faster.dispose()
        generator.painter.dispose()
        generator.painter = faster
        tell(generator)
      })
      const generator: OpenGenerator = { model, step: copy.step, painter }
      if (!isLast()) {
        if (painter !== before) painter.dispose()
        return
      }
      if (painter !== before) before?.dispose()
      this.opened.set(slot, generator)
      tell(generator)
      this.deps.onOpened(slot)
    } catch (error) {
      if (isLast()) this.deps.emit({ type: 'failed', slot, message: `The generator cannot be opened: ${messageOf(error)}.` })
    }
  }

  close(slot: string): void {
    this.openings.delete(slot)
    this.opened.get(slot)?.painter.dispose()
    this.opened.delete(slot)
  }
}
