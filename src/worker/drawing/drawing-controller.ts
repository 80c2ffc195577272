// Draws for the clients of the page: takes its messages, has the pictures of each client move to where they are wanted, and shows each client in turn
// how far they are.
import { blendPoint } from '../../gan/latent/blend.ts'
import { pointCode } from '../../gan/latent/codes.ts'
import { type AskedDirections, directionsAskedBy } from '../../gan/latent/directions.ts'
import type { EditedBlend } from '../../spec/blends.ts'
import type { DrawnFrom, FromDrawing, GeneratorCopy, ToDrawing } from '../../spec/drawing.ts'
import { messageOf } from '../../spec/words.ts'
import { ClientDrawing } from './client-drawing.ts'
import { Mixes } from './mixes.ts'
import { type DirectionFinder, type OpenGenerator, type OpenPainter, Slots } from './slots.ts'

export interface DrawingControllerDependencies {
  emit(message: FromDrawing, transferred: ArrayBuffer[]): void
  /** Seconds of a steady clock. */
  now(): number
  /** So long, and until messages that have come have been taken. */
  pause(seconds: number): Promise<void>
  readonly openPainter: OpenPainter
  readonly directionFinder: DirectionFinder
  /** The generator of the finished example. @param base the page's address */
  loadExample(base: string): Promise<GeneratorCopy>
}

/** From one picture of a client to its next, at least: faster than a screen is of no use. In seconds. */
const FRAME = 1 / 60
/** While a run trains: from one picture to the next at least and at most, and what part of the processor's time drawing may take. */
const TRAINING = { frame: 1 / 30, longest: 0.25, share: 0.3 } as const
/** What of many pictures is not drawn after so long is drawn for the next frame: others want to be drawn too, and newer targets. In seconds. */
const MAX_DRAWING = 0.05

/** Returns the function that handles messages. */
export function createDrawingController(deps: DrawingControllerDependencies): (message: ToDrawing) => void {
  const controller = new DrawingController(deps)
  return (message) => controller.handle(message)
}

class DrawingController {
  private readonly deps: DrawingControllerDependencies
  private readonly slots: Slots
  private readonly mixes: Mixes
  /** Whose turn comes next is the first. */
  private readonly clients = new Map<string, ClientDrawing>()
  private isDrawing = false
  private trains = false

  constructor(deps: DrawingControllerDependencies) {
    this.deps = deps
    const emit = (message: FromDrawing) => deps.emit(message, [])
    this.slots = new Slots({
      ...deps,
      emit,
      asked: (slot) => this.askedOf(slot),
      onOpened: (slot) => this.redraw(({ from }) => from.slot === slot || from.mix?.slot === slot),
      onDirections: (slot) => this.redraw(({ isActive, needsTargets, from }) => from.slot === slot && !isActive && needsTargets),
    })
    const using = (mixed: DrawnFrom) => (drawing: ClientDrawing) => JSON.stringify(drawing.from) === JSON.stringify(mixed)
    this.mixes = new Mixes({
      ...deps,
      get: (slot) => this.slots.get(slot),
      onOpened: (from) => this.redraw(using(from)),
      onFailed: (from, error) => {
        for (const drawing of [...this.clients.values()].filter(using(from))) this.fail(drawing.request.client, error)
      },
    })
  }

  handle(message: ToDrawing): void {
    switch (message.type) {
      case 'open':
        this.slots.open(message.slot, async () => message.copy)
        return
      case 'open-example':
        this.slots.open(message.slot, () => this.deps.loadExample(message.base))
        return
      case 'close':
        this.slots.close(message.slot)
        return
      case 'draw':
        this.draw(message)
        return
      case 'stop':
        this.clients.delete(message.client)
        this.freeMixes()
        return
      case 'training':
        this.trains = message.trains
        return
      case 'find-directions':
        this.slots.findDirections(message.slot, 'zoned')
        return
      case 'cancel-directions':
        this.cancelDirections(message.slot)
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
    if (isOther) this.freeMixes()
    drawing.wake(this.deps.now(), isOther)
    void this.work()
  }

  /** Another generator draws for these. */
  private redraw(isMeant: (drawing: ClientDrawing) => boolean): void {
    for (const drawing of this.clients.values()) if (isMeant(drawing)) drawing.wake(this.deps.now(), true)
    void this.work()
  }

  /** By all pictures that are drawn with this slot. */
  private askedOf(slot: string): AskedDirections {
    const drawings = [...this.clients.values()].filter(({ from }) => from.slot === slot)
    return directionsAskedBy(drawings.flatMap(({ request }) => request.points.flatMap(partsOf)))
  }

  private cancelDirections(slot: string): void {
    this.slots.cancelDirections(slot)
    for (const [client, { from, isActive, needsTargets, request }] of this.clients) {
      const isAlong = directionsAskedBy(request.points.flatMap(partsOf)) !== 'none'
      if (from.slot !== slot || isActive || !needsTargets || !isAlong) continue
      this.deps.emit({ type: 'failed', client, message: 'The picture goes along directions whose search was cancelled.' }, [])
    }
  }

  private freeMixes(): void {
    this.mixes.keep([...this.clients.values()].map(({ from }) => from))
  }

  /** Not at every request, since there may be many between two frames. @returns whether it can be drawn now */
  private setTargets(drawing: ClientDrawing, { model }: OpenGenerator): boolean {
    const { points, from } = drawing.request
    const asked = directionsAskedBy(points.flatMap(partsOf))
    if (asked !== 'none' && (!model.directions || (asked === 'zoned' && !model.directions.shifts))) {
      drawing.isActive = false // until they are found
      this.slots.findDirections(from.slot, asked)
      return false
    }
    const drawn = points.map((point) => blendPoint(point, model))
    const codes = drawn.map((point) => pointCode(point, model))
    if (!codes.every((code) => code.every(Number.isFinite))) throw new RangeError('a number of its code is not finite') // it would never arrive
    drawing.setTargets(drawn, codes)
    return true
  }

  private generatorOf({ from: { slot, mix } }: ClientDrawing): OpenGenerator | null {
    return mix ? this.mixes.get({ slot, mix }) : this.slots.get(slot)
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
      await this.deps.pause(this.pauseAfter(next, this.deps.now() - began))
    }
    this.isDrawing = false
  }

  /** @param took seconds, for the last pictures */
  private pauseAfter(drawing: ClientDrawing, took: number): number {
    const { frame, longest, share } = TRAINING
    if (!this.trains || !this.generatorOf(drawing)?.painter.onProcessor) return Math.max(0, FRAME - took)
    return Math.max(0, Math.min(Math.max(frame, took / share), longest) - took)
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
    if (drawing.needsTargets && !this.setTargets(drawing, generator)) return
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

/** All that may go along directions. */
function partsOf(edited: EditedBlend): readonly Pick<EditedBlend, 'directions'>[] {
  const { blend } = edited
  switch (blend.kind) {
    case 'point':
      return [edited, blend.point]
    case 'pad':
      return [edited, ...blend.corners]
    case 'path':
      return [edited, ...blend.keys]
    default:
      return blend satisfies never
  }
}
