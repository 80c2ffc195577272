// Draws for the clients of the page: takes its messages, has the pictures of each client move to where they are wanted, and shows each client in turn
// how far they are.
import { blendPoint } from '../../gan/latent/blend.ts'
import { pointCode } from '../../gan/latent/codes.ts'
import type { FromDrawing, GeneratorCopy, ToDrawing } from '../../spec/drawing.ts'
import { messageOf } from '../../spec/words.ts'
import { ClientDrawing } from './client-drawing.ts'
import { type OpenGenerator, type OpenPainter, Slots } from './slots.ts'

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
  /** Whose turn comes next is the first. */
  private readonly clients = new Map<string, ClientDrawing>()
  private isDrawing = false

  constructor(deps: DeskDependencies) {
    this.deps = deps
    const emit = (message: FromDrawing) => deps.emit(message, [])
    this.slots = new Slots({ emit, openPainter: deps.openPainter, onOpened: (slot) => this.redraw(slot) })
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
        return
      case 'draw':
        this.draw(message)
        return
      case 'stop':
        this.clients.delete(message.client)
        return
      case 'find-directions':
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

  /** There is another generator in the slot. */
  private redraw(slot: string): void {
    for (const drawing of [...this.clients.values()]) {
      if (drawing.from.slot === slot || drawing.from.mix?.slot === slot) this.aim(drawing, true)
    }
  }

  private aim(drawing: ClientDrawing, isOther: boolean): void {
    const generator = this.generatorOf(drawing)
    if (!generator) return // until it is opened
    const { points, client } = drawing.request
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
    return this.slots.get(from.slot)
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
    const { painter, step } = generator
    const { now } = this.deps
    drawing.move(began, FRAME)
    for (let due = drawing.due(painter.capacity); due; due = now() - began < MAX_DRAWING ? drawing.due(painter.capacity) : null) {
      due.keep(await painter.draw(due.codes))
    }
    if (this.clients.get(drawing.request.client) !== drawing) return // it has stopped
    const drawn = drawing.frame(step, painter.side, 1000 * (now() - began))
    this.deps.emit(drawn, [drawn.pictures.pixels.buffer])
  }
}
