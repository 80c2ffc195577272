// What the drawing Worker draws for the page, outside React and the store: each client (the wall, the large picture of the studio) has one drawing.
import type { EditedBlend } from '../../spec/blends.ts'
import type { DirectionsInfo } from '../../spec/directions.ts'
import type { DrawnFrom, FromDrawing } from '../../spec/drawing.ts'
import type { Pictures } from '../../spec/image-block.ts'
import type { LatentPoint, LayerMix, LayerZone } from '../../spec/picture-code.ts'
import type { Store } from '../app/store.ts'
import type { TrainerClient } from '../app/trainer-client.ts'
import { addMark, type Marks, paceOf } from '../shared/pace.ts'
import { isUnderWay } from '../train/run-slice.ts'
import type { DrawingClient } from './drawing-client.ts'
import { type GeneratorChoice, type GeneratorSlots, makeGeneratorSlots } from './generator-slots.ts'

/** What draws; with `mix`, its later layers are those of another generator of the same run. */
export interface DrawnWith {
  readonly generator: GeneratorChoice
  readonly mix?: { readonly generator: GeneratorChoice; readonly from: Exclude<LayerZone, 'early'> }
}

export interface Drawing {
  readonly with: DrawnWith
  readonly points: readonly EditedBlend[]
  /** Whether pictures move to their new places, or are there at once. */
  readonly eased: boolean
}

/** What is seen of a drawing. */
export interface DrawingView {
  /** One a point; those that are not drawn yet are transparent. Null: nothing is drawn yet. */
  readonly pictures: Pictures | null
  /** Of each picture, where it is or moves to. */
  readonly points: readonly LatentPoint[]
  /** Of the generator. */
  readonly step: number | null
  /** Where its later layers are from; null: from the same step. */
  readonly mix: LayerMix | null
  /** Whether the pictures are exactly those of the points. */
  readonly arrived: boolean
  /** How long the last pictures took. */
  readonly milliseconds: number | null
  /** What draws, in words. */
  readonly device: string | null
  /** Why nothing is drawn, in a sentence. */
  readonly problem: string | null
}

export interface Drawings {
  /** Asks for other pictures for this client. */
  draw(client: string, drawing: Drawing): void
  /** The client needs no more pictures. */
  stop(client: string): void
  /** The same object until something changes. */
  view(client: string): DrawingView
  /** Calls back when the view of this client changes. Returns what ends it. */
  subscribe(client: string, listener: () => void): () => void
  /** Directions of a generator, and how far their search is; null: nobody has asked for them. */
  directions(choice: GeneratorChoice): FoundDirections | null
  /** And again for each state of the run where it goes on. */
  findDirections(choice: GeneratorChoice): void
  /** What has been found stays. */
  cancelDirections(choice: GeneratorChoice): void
  /** Calls back when directions of any generator are known, or their search goes on. Returns what ends it. */
  subscribeToDirections(listener: () => void): () => void
}

/** What the trainer says that drawings depend on. */
export type DrawingReactions = Omit<GeneratorSlots, 'slotOf' | 'use'>

export interface FoundDirections {
  readonly directions: DirectionsInfo | null
  /** Whether they can be limited to layers. */
  readonly zoned: boolean
  /** For what is missing, or is of the state before: what is done, 0 to 1, and seconds left, null while it is too early to say. Null: there is none. */
  readonly search: { readonly share: number; readonly left: number | null } | null
}

const NOTHING: DrawingView = {
  pictures: null,
  points: [],
  step: null,
  mix: null,
  arrived: false,
  milliseconds: null,
  device: null,
  problem: null,
}

interface Searched extends FoundDirections {
  readonly marks: Marks
}

/** What is known of the state before is good for sliders until it is known of this one. */
function withSearch({ directions, zoned, search }: Extract<FromDrawing, { type: 'directions' }>, before: Searched | undefined): Searched {
  const known = { directions: directions ?? before?.directions ?? null, zoned: zoned || before?.zoned === true }
  if (search === null) return { ...known, search, marks: [] }
  const goesOn = before?.search && search >= before.search.share
  const marks = addMark(goesOn ? before.marks : [], { at: performance.now(), done: search })
  return { ...known, search: { share: search, left: paceOf(marks, { total: 1 })?.left ?? null }, marks }
}

interface DrawingsDependencies {
  readonly store: Store
  readonly trainer: Pick<TrainerClient, 'send'>
  readonly drawing: DrawingClient
}

interface Client {
  readonly drawing: Drawing
  /** Number of its first request: pictures of older ones are of another drawing. */
  readonly first: number
  /** Of its last request. */
  readonly last: number
  /** What was asked for; null where there is no run to draw with. */
  readonly from: DrawnFrom | null
}

export function makeDrawings({ store, trainer, drawing }: DrawingsDependencies): Drawings & DrawingReactions {
  const clients = new Map<string, Client>()
  const views = new Map<string, DrawingView>()
  const listeners = new Map<string, Set<() => void>>()
  const devices = new Map<string, string>()
  const directions = new Map<string, Searched>()
  const directionListeners = new Set<() => void>()
  let lastRequest = 0
  let sentTraining = false

  const slots = makeGeneratorSlots({ store, trainer, drawing, onProblem: (slot, problem) => changeAll(slot, { problem }) })

  function change(name: string, changes: Partial<DrawingView>) {
    views.set(name, { ...(views.get(name) ?? NOTHING), ...changes })
    for (const listener of listeners.get(name) ?? []) listener()
  }

  /** Of all that draw with this slot. */
  function changeAll(slot: string, changes: Partial<DrawingView>) {
    for (const [name, { from }] of clients) if (from?.slot === slot || from?.mix?.slot === slot) change(name, changes)
  }

  function fromOf({ generator, mix }: DrawnWith): DrawnFrom | null {
    const slot = slots.slotOf(generator)
    const other = mix && slots.slotOf(mix.generator)
    if (slot === null || other === null) return null
    return { slot, ...(mix && other !== undefined && { mix: { slot: other, from: mix.from } }) }
  }

  const useGenerators = () =>
    slots.use([...clients.values()].flatMap(({ drawing: { with: used } }) => [used.generator, ...(used.mix ? [used.mix.generator] : [])]))

  function request(name: string, wanted: Drawing) {
    const from = fromOf(wanted.with)
    const last = ++lastRequest
    clients.set(name, { drawing: wanted, first: clients.get(name)?.first ?? last, last, from })
    useGenerators()
    sendTraining()
    const device = from && devices.get(from.slot)
    change(name, { arrived: false, problem: null, ...(device && { device }) })
    const { points, eased } = wanted
    if (from) drawing.send({ type: 'draw', client: name, request: last, from, points, eased })
  }

  /** The Worker is not made for this alone. */
  function sendTraining() {
    const trains = isUnderWay(store.getState().run.state)
    if (clients.size > 0 && trains !== sentTraining) drawing.send({ type: 'training', trains })
    if (clients.size > 0) sentTraining = trains
  }

  drawing.listen((message) => receive(message))
  store.subscribe(({ run }, before) => {
    sendTraining()
    if (run.number === before.run.number && run.shown === before.run.shown) return
    for (const [name, { drawing: wanted, from }] of [...clients]) {
      if (fromOf(wanted.with)?.slot !== from?.slot) request(name, wanted)
    }
  })

  function receive(message: FromDrawing) {
    switch (message.type) {
      case 'opened':
        devices.set(message.slot, message.device)
        changeAll(message.slot, { device: message.device, problem: null })
        return
      case 'drawn': {
        const { client, request: number, pictures, points, step, mix = null, milliseconds } = message
        const { first, last } = clients.get(client) ?? { first: Number.POSITIVE_INFINITY, last: 0 }
        const arrived = message.arrived && number === last
        if (number >= first) change(client, { pictures, points, step, mix, arrived, milliseconds, problem: null })
        return
      }
      case 'directions':
        directions.set(message.slot, withSearch(message, directions.get(message.slot)))
        for (const listener of directionListeners) listener()
        return
      case 'failed':
        if (message.client !== undefined) change(message.client, { problem: message.message })
        if (message.slot !== undefined) changeAll(message.slot, { problem: message.message })
        return
      default:
        message satisfies never
    }
  }

  return {
    draw: request,
    stop(name) {
      if (!clients.delete(name)) return
      views.delete(name)
      drawing.send({ type: 'stop', client: name })
      useGenerators()
    },
    view: (name) => views.get(name) ?? NOTHING,
    subscribe(name, listener) {
      const all = listeners.get(name) ?? new Set()
      listeners.set(name, all.add(listener))
      return () => all.delete(listener)
    },
    directions: (choice) => directions.get(slots.slotOf(choice) ?? '') ?? null,
    findDirections(choice) {
      const slot = slots.slotOf(choice)
      if (slot !== null) drawing.send({ type: 'find-directions', slot })
    },
    cancelDirections(choice) {
      const slot = slots.slotOf(choice)
      if (slot !== null) drawing.send({ type: 'cancel-directions', slot })
    },
    subscribeToDirections(listener) {
      directionListeners.add(listener)
      return () => directionListeners.delete(listener)
    },
    runHasChanged: slots.runHasChanged,
    runHasDrawn: slots.runHasDrawn,
    copied: slots.copied,
  }
}
