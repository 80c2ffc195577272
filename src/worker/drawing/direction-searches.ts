// The search for directions of the generators that the Worker draws with: in the background, in pieces between which it draws, once for each generator.
import type { Directions } from '../../gan/latent/directions.ts'
import type { GeneratorModel } from '../../player/model.ts'
import { CancelledError } from '../../spec/cancel.ts'
import type { DirectionInfo, DirectionsInfo } from '../../spec/directions.ts'
import type { FromDrawing } from '../../spec/drawing.ts'
import { messageOf } from '../../spec/words.ts'

interface Dependencies {
  emit(message: Extract<FromDrawing, { type: 'directions' | 'failed' }>): void
  /** They are known: at first without those that are limited to a zone, then with these. */
  onFound(slot: string, directions: Directions): void
}

interface Search {
  aborted: boolean
  /** Done. */
  share: number
  directions: Directions | null
}

export class DirectionSearches {
  private readonly deps: Dependencies
  private readonly searches = new Map<string, Search>()

  constructor(deps: Dependencies) {
    this.deps = deps
  }

  /** Answers at once with what is known; a search that goes on is not begun again. @param model without directions */
  find(slot: string, model: GeneratorModel): void {
    const search = this.searches.get(slot) ?? this.begin(slot, model)
    this.tell(slot, search)
  }

  /** Of a generator that is no longer in the slot, or whose directions nobody wants: those that are known stay so until `forget`. */
  stop(slot: string): void {
    if (this.searches.get(slot)?.share !== 1) this.forget(slot)
  }

  /** There is another generator in the slot, or none. */
  forget(slot: string): void {
    const search = this.searches.get(slot)
    if (!search) return
    search.aborted = true
    this.searches.delete(slot)
    this.deps.emit({ type: 'directions', slot, share: 0, directions: null })
  }

  private begin(slot: string, model: GeneratorModel): Search {
    const search: Search = { aborted: false, share: 0, directions: null }
    this.searches.set(slot, search)
    this.run(slot, model, search).catch((error) => {
      if (error instanceof CancelledError || search.aborted) return
      this.searches.delete(slot)
      this.deps.emit({ type: 'failed', slot, message: `No directions can be found: ${messageOf(error)}.` })
    })
    return search
  }

  private async run(slot: string, model: GeneratorModel, search: Search): Promise<void> {
    const { findSets, findShifts, SHARE_OF_SETS } = await import('../../player/directions/find-directions.ts')
    const from = (start: number, end: number) => ({
      signal: search,
      onProgress: (done: number) => this.progress(slot, search, start + (end - start) * done),
    })
    const found = (directions: Directions) => {
      search.directions = directions
      this.deps.onFound(slot, directions)
    }
    const sets = await findSets(model, from(0, SHARE_OF_SETS))
    found({ sets, shifts: null })
    const shifts = await findShifts(model, sets, from(SHARE_OF_SETS, 0.99))
    found({ sets, shifts })
    this.progress(slot, search, 1)
  }

  /** Tells of whole percents. */
  private progress(slot: string, search: Search, share: number): void {
    const isMore = Math.floor(100 * share) > Math.floor(100 * search.share)
    search.share = share
    if (isMore && !search.aborted) this.tell(slot, search)
  }

  private tell(slot: string, { share, directions }: Search): void {
    this.deps.emit({ type: 'directions', slot, share, directions: directions && infoOf(directions) })
  }
}

function infoOf({ sets }: Directions): DirectionsInfo {
  const info = ({ share }: DirectionInfo): DirectionInfo => ({ share })
  return { pc: sets.pc.map(info), cf: sets.cf.map(info) }
}
