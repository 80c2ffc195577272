// Generators made of those of two slots: early layers of one, later ones of the other.
import { mixModels } from '../../player/mix.ts'
import type { GeneratorModel } from '../../player/model.ts'
import type { DrawnFrom } from '../../spec/drawing.ts'
import type { OpenGenerator, OpenPainter } from './slots.ts'

interface Mix {
  readonly early: OpenGenerator
  readonly late: OpenGenerator
  /** Of both when it was made: the one that directions have been found of is another one. */
  readonly models: readonly [GeneratorModel, GeneratorModel]
  /** Null while it is being opened. */
  opened: OpenGenerator | null
}

interface MixesDependencies {
  readonly openPainter: OpenPainter
  get(slot: string): OpenGenerator | null
  /** It can be drawn with. */
  onOpened(from: DrawnFrom): void
  onFailed(from: DrawnFrom, error: unknown): void
}

export class Mixes {
  private readonly deps: MixesDependencies
  private readonly mixes = new Map<string, Mix>()

  constructor(deps: MixesDependencies) {
    this.deps = deps
  }

  /** Null until it is opened: then `onOpened` is called. */
  get(from: DrawnFrom & { readonly mix: NonNullable<DrawnFrom['mix']> }): OpenGenerator | null {
    const [early, late] = [this.deps.get(from.slot), this.deps.get(from.mix.slot)]
    if (!early || !late) return null
    const key = JSON.stringify(from)
    const known = this.mixes.get(key)
    if (known?.models[0] === early.model && known.models[1] === late.model) return known.opened
    const mix: Mix = { early, late, models: [early.model, late.model], opened: null }
    this.mixes.set(key, mix)
    void this.open(from, key, mix, known?.opened?.painter ?? null)
    return null
  }

  /** Frees those that none of these needs. */
  keep(needed: readonly DrawnFrom[]): void {
    const keys = new Set(needed.map((from) => JSON.stringify(from)))
    for (const [key, { opened }] of this.mixes) {
      if (keys.has(key)) continue
      opened?.painter.dispose()
      this.mixes.delete(key)
    }
  }

  /** Never rejects. */
  private async open(from: Parameters<Mixes['get']>[0], key: string, mix: Mix, before: OpenGenerator['painter'] | null): Promise<void> {
    const { early, late, models } = mix
    const isWanted = () => this.mixes.get(key) === mix
    try {
      const model = mixModels(...models, from.mix.from)
      const painter = await this.deps.openPainter(model, before, (faster) => {
        if (!isWanted() || !mix.opened) return faster.dispose()
        mix.opened.painter.dispose()
        mix.opened.painter = faster
      })
      if (painter !== before) before?.dispose()
      if (!isWanted()) return painter.dispose()
      mix.opened = { model, step: early.step, mix: { step: late.step, from: from.mix.from }, painter }
      this.deps.onOpened(from)
    } catch (error) {
      before?.dispose()
      if (isWanted()) this.deps.onFailed(from, error)
    }
  }
}
