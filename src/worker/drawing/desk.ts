// Draws for the clients of the page: takes its messages, has the pictures of each client move to where they are wanted, and shows each client in turn
// how far they are.
import { blendPoint } from '../../gan/latent/blend.ts'
import { pointCode } from '../../gan/latent/codes.ts'
import { directionsAskedBy } from '../../gan/latent/directions.ts'
import type { GeneratorModel } from '../../player/model.ts'
import type { Blend, EditedBlend } from '../../spec/blends.ts'
import type { FromDrawing, GeneratorCopy, ToDrawing } from '../../spec/drawing.ts'
import type { LatentPoint } from '../../spec/picture-code.ts'
import { messageOf } from '../../spec/words.ts'
import { ClientDrawing } from './client-drawing.ts'
import { DirectionSearches } from './direction-searches.ts'
import { type OpenGenerator, type OpenPainter, Slots, slotOf } from './slots.ts'

export interface DeskDependencies {
  emit(message: FromDrawing, transferred: ArrayBuffer[]): void
  /** Seconds of a steady clock. */
  now(): number
  /** So long, and until messages that have come have been taken. */
  pause(seconds: number): Promise<void>
  readonly openPainter: OpenPainter
  /** The generator of the finished example. @param base the page's address */
  loadExample(base: string): Promise<GeneratorCopy>
}

/** From one picture of a client to its next, at least: faster than a screen is of no use. In seconds. */
const FRAME = 1 / 60
/** What of many pictures is not drawn after so long is drawn for the next frame: others want to be drawn too, and newer targets. In seconds. */
const MAX_DRAWING = 0.05

/** Returns the function that handles messages. */
export function createDesk(deps: DeskDependencies): (message: ToDrawing) => void {
  const desk = new Desk(deps)
  return (message) => desk.handle(message)
}

class Desk {
  private readonly deps: DeskDependencies
  private readonly slots: Slots
  private readonly searches: DirectionSearches
  /** Slots whose directions the page wants. */
  private readonly directionsWanted = new Set<string>()
  /** Whose turn comes next is the first. */
  private readonly clients = new Map<string, ClientDrawing>()
  private isDrawing = false

  constructor(deps: DeskDependencies) {
    this.deps = deps
    const emit = (message: FromDrawing) => deps.emit(message, [])
    this.searches = new DirectionSearches({ emit, onFound: (slot, directions) => this.slots.addDirections(slot, directions) })
    this.slots = new Slots({
      emit,
      openPainter: deps.openPainter,
      onOpened: (slot, isOther) => {
        if (isOther) this.searches.forget(slot)
        if (this.directionsWanted.has(slot)) this.findDirections(slot)
        this.redraw(slot)
      },
    })
  }

  handle(message: ToDrawing): void {
    switch (message.type) {
      case 'open':
        void this.slots.open(message.slot, async () => message.copy)
        return
      case 'open-example':
        void this.slots.open(message.slot, () => this.deps.loadExample(message.base))
        return
      case 'close':
        this.slots.close(message.slot)
        this.searches.forget(message.slot)
        this.directionsWanted.delete(message.slot)
        return
      case 'draw':
        this.draw(message)
        return
      case 'stop':
        this.clients.delete(message.client)
        return
      case 'find-directions':
        this.wantDirections(message.slot, message.wanted)
        return
      default:
        message satisfies never
    }
  }

  private draw(request: Extract<ToDrawing, { type: 'draw' }>): void {
    const drawing = this.clients.get(request.client) ?? new ClientDrawing(request)
    const isOther = JSON.stringify(request.from) !== JSON.stringify(drawing.from)
    drawing.request = request
    this.clients.set(request.client, drawing)
    this.aim(drawing, isOther)
  }

  private wantDirections(slot: string, wanted: boolean): void {
    if (wanted) {
      this.directionsWanted.add(slot)
      this.findDirections(slot)
      return
    }
    this.directionsWanted.delete(slot)
    const isAsked = ({ from, request }: ClientDrawing) => from.slot === slot && directionsOf(request.points) !== 'none'
    if (![...this.clients.values()].some(isAsked)) this.searches.stop(slot)
  }

  private findDirections(slot: string): void {
    const generator = this.slots.get(slot)
    if (generator) this.searches.find(slot, generator.model)
  }

  /** There is another generator in the slot. */
  private redraw(slot: string): void {
    for (const drawing of [...this.clients.values()]) {
      const { from } = drawing
      if ([from.slot, from.mix?.slot, slotOf(from)].includes(slot)) this.aim(drawing, true)
    }
  }

  private aim(drawing: ClientDrawing, isOther: boolean): void {
    if (drawing.from.mix) this.slots.mix(drawing.from)
    const generator = this.generatorOf(drawing)
    if (!generator) return // until it is opened
    const { points, client } = drawing.request
    if (!knows(generator.model, directionsOf(points))) {
      this.findDirections(drawing.from.slot) // and drawn when they are known
      return
    }
    try {
      const drawn = points.map((point) => blendPoint(point, generator.model))
      const codes = drawn.map((point) => pointCode(point, generator.model))
      drawing.aim(drawn, codes, this.deps.now(), isOther)
      void this.work()
    } catch (error) {
      this.fail(client, error)
    }
  }

  private generatorOf({ from }: ClientDrawing): OpenGenerator | null {
    return this.slots.get(slotOf(from))
  }

  private fail(client: string, error: unknown): void {
    const drawing = this.clients.get(client)
    if (drawing) drawing.isActive = false
    this.deps.emit({ type: 'failed', client, message: `This cannot be drawn: ${messageOf(error)}.` }, [])
  }

  private async work(): Promise<void> {
    if (this.isDrawing) return
    this.isDrawing = true
    for (let next = this.takeNext(); next; next = this.takeNext()) {
      const began = this.deps.now()
      await this.drawFrame(next, began).catch((error) => this.fail(next.request.client, error))
      await this.deps.pause(Math.max(0, FRAME - (this.deps.now() - began)))
    }
    this.isDrawing = false
  }

  /** The client that has waited longest. */
  private takeNext(): ClientDrawing | null {
    for (const [name, drawing] of this.clients) {
      if (!drawing.isActive || !this.generatorOf(drawing)) continue
      this.clients.delete(name)
      this.clients.set(name, drawing) // behind the others
      return drawing
    }
    return null
  }

  private async drawFrame(drawing: ClientDrawing, began: number): Promise<void> {
    const generator = this.generatorOf(drawing)
    if (!generator) return
    const { painter, step, mix } = generator
    const { now } = this.deps
    drawing.move(began, FRAME)
    for (let due = drawing.due(painter.capacity); due; due = now() - began < MAX_DRAWING ? drawing.due(painter.capacity) : null) {
      due.keep(await painter.draw(due.codes))
    }
    if (this.clients.get(drawing.request.client) !== drawing) return // it has stopped
    const drawn = { ...drawing.frame(step, painter.side, 1000 * (now() - began)), ...(mix && { mix }) }
    this.deps.emit(drawn, [drawn.pictures.pixels.buffer])
  }
}

type AskedDirections = ReturnType<typeof directionsAskedBy>

function directionsOf(points: readonly EditedBlend[]): AskedDirections {
  return directionsAskedBy(points.flatMap((edited) => [edited, ...partsOf(edited.blend)]))
}

function partsOf(blend: Blend): readonly LatentPoint[] {
  switch (blend.kind) {
    case 'point':
      return [blend.point]
    case 'pad':
      return blend.corners
    case 'path':
      return blend.keys
    default:
      return blend satisfies never
  }
}

function knows({ directions }: GeneratorModel, asked: AskedDirections): boolean {
  return asked === 'none' || (directions !== undefined && (asked === 'latent' || directions.shifts !== null))
}
