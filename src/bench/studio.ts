// `bench studio`: how many pictures a second are drawn while a person drags, and by how much that slows training. In a page, with the page's own two
// Workers. Speeds with and without dragging are measured in turns, since other work on the machine comes and goes.
import type { Command, TrainerEvent } from '../protocol.ts'
import type { EditedBlend } from '../spec/blends.ts'
import type { RunConfig } from '../spec/config.ts'
import { preparationOf } from '../spec/config.ts'
import type { FromDrawing, GeneratorCopy, ToDrawing } from '../spec/drawing.ts'
import { median } from './median.ts'
import type { BenchEvent } from './stage.ts'

/** The two ends of a Worker. */
export interface WorkerPort<Sent, Received> {
  send(message: Sent): void
  /** Takes the place of the listener before. */
  listen(listener: (message: Received) => void): void
  end(): void
}

export interface StudioStage {
  readonly backends: readonly ('webgpu' | 'wasm')[]
  /** @throws Error where there is no such device */
  openTrainer(backend: 'webgpu' | 'wasm'): Promise<{ readonly trainer: WorkerPort<Command, TrainerEvent>; readonly name: string }>
  openDrawing(): WorkerPort<ToDrawing, FromDrawing>
  /** Milliseconds of a steady clock. */
  now(): number
  later(milliseconds: number): Promise<void>
  emit(event: BenchEvent): void
  progress(done: number, total: number, words: string): void
}

const SIZES = [64, 32] as const
const WALL = 64
/** Milliseconds from one move of the pointer to the next. */
const MOVE = 16
/** Milliseconds of dragging while nothing trains. */
const DRAG = 3000
/** Of training, each time: at least so many milliseconds and so many steps. */
const TRAINING = { milliseconds: 4000, steps: 4 } as const
/** Milliseconds for which a faster device than the processor is waited for. */
const SETTLING = 4000
/** More than are made while it is measured: a run that ends makes no steps to time. */
const STEPS = 1_000_000
const RUN = 1
const SLOT = 'run'

/** @param rounds in which speeds with and without dragging are measured in turns */
export async function benchStudio(config: RunConfig, rounds: number, stage: StudioStage): Promise<void> {
  const parts = stage.backends.flatMap((backend) => SIZES.map((size) => ({ backend, size })))
  for (const [i, { backend, size }] of parts.entries()) {
    stage.progress(i, parts.length, `${backend}, ${size} px`)
    const opened = await stage.openTrainer(backend).catch((error: unknown) => {
      stage.emit({ event: 'skipped', backend, size, why: String(error) })
      return null
    })
    if (!opened) continue
    const { trainer, name } = opened
    const measured = await measure({ ...config, size, steps: STEPS }, rounds, trainer, stage)
    trainer.end()
    stage.emit({ event: 'studio', backend, training: name, size, architecture: config.architecture, width: config.width, ...measured })
  }
  stage.progress(parts.length, parts.length, '')
  stage.emit({ event: 'done' })
}

async function measure(config: RunConfig, rounds: number, trainer: WorkerPort<Command, TrainerEvent>, stage: StudioStage) {
  const run = await openRun(config, trainer)
  const drawing = stage.openDrawing()
  const pictures = new Pictures(drawing, stage)
  const device = await pictures.open(run.copy, stage)
  const one = await pictures.drag(1, () => stage.later(DRAG))
  const wall = await pictures.drag(WALL, () => stage.later(DRAG))
  const speed = () => run.speed(stage)
  const still: number[] = []
  const dragged: number[] = []
  const whileTraining: number[] = []
  trainer.send({ type: 'resume' })
  drawing.send({ type: 'training', trains: true })
  await speed() // the first steps compile
  for (let round = 0; round < rounds; round++) {
    still.push(await speed())
    const { perSecond } = await pictures.drag(1, async () => void dragged.push(await speed()))
    whileTraining.push(perSecond)
  }
  drawing.end()
  const [without, during] = [median(still), median(dragged)]
  return {
    drawing: device,
    picturesPerSecond: one.perSecond,
    pictureMs: one.milliseconds,
    wallPicturesPerSecond: wall.perSecond,
    picturesPerSecondTraining: median(whileTraining),
    stepsPerSecond: without,
    stepsPerSecondDragging: during,
    slowdown: 1 - during / without,
  }
}

/** A run at rest before its first step, with a copy of its generator. */
async function openRun(config: RunConfig, trainer: WorkerPort<Command, TrainerEvent>) {
  let heard: (event: TrainerEvent) => void = () => undefined
  const until = <T>(found: (event: TrainerEvent) => T | null) =>
    new Promise<T>((resolve, reject) => {
      heard = (event) => {
        if (event.type === 'failed') reject(new Error(event.failure.message))
        const result = found(event)
        if (result !== null) resolve(result)
      }
    })
  trainer.listen((event) => heard(event))
  trainer.send({ type: 'open', id: 1, source: { kind: 'builtin', name: 'shapes' }, preparation: preparationOf(config) })
  await until((event) => (event.type === 'dataset' ? true : null))
  trainer.send({ type: 'start', run: RUN, config, paused: true })
  await until((event) => (event.type === 'state' && event.state === 'paused' ? true : null))
  trainer.send({ type: 'copy-generator', id: 1, source: { run: RUN, snapshot: null } })
  const copy = await until((event) => (event.type === 'generator-copied' ? event.copy : null))
  return {
    copy,
    /** Steps a second over a stretch of training, between two reports. */
    async speed({ now }: StudioStage): Promise<number> {
      let first: { readonly step: number; readonly at: number } | null = null
      return until((event) => {
        if (event.type !== 'step') return null
        const { step } = event.report
        first ??= { step, at: now() }
        const milliseconds = now() - first.at
        const isEnough = milliseconds >= TRAINING.milliseconds && step - first.step >= TRAINING.steps
        return isEnough ? (1000 * (step - first.step)) / milliseconds : null
      })
    },
  }
}

/** What the drawing Worker draws while a person drags. */
class Pictures {
  private readonly drawing: WorkerPort<ToDrawing, FromDrawing>
  private readonly stage: StudioStage
  private requests = 0

  constructor(drawing: WorkerPort<ToDrawing, FromDrawing>, stage: StudioStage) {
    this.drawing = drawing
    this.stage = stage
  }

  /** @returns what draws, in words */
  async open(copy: GeneratorCopy, { later }: StudioStage): Promise<string> {
    let device = ''
    this.drawing.listen((message) => {
      if (message.type === 'opened') device = message.device
      if (message.type === 'failed') throw new Error(message.message)
    })
    this.drawing.send({ type: 'open', slot: SLOT, copy })
    while (device === '') await later(MOVE)
    await later(SETTLING)
    return device
  }

  /** Drags around in a pad, of each of `count` pictures, during the task. Pictures that stay the same in a frame do not count. */
  async drag(count: number, task: () => Promise<void>): Promise<{ perSecond: number; milliseconds: number }> {
    const { now, later } = this.stage
    const began = now()
    const seen: Uint8ClampedArray[] = []
    const took: number[] = []
    let changed = 0
    this.drawing.listen((message) => {
      if (message.type === 'failed') throw new Error(message.message)
      if (message.type !== 'drawn') return
      const last = seen.at(-1)
      changed += changedPictures(message.pictures, last?.length === message.pictures.pixels.length ? last : null)
      seen[0] = message.pictures.pixels
      took.push(message.milliseconds)
    })
    let isOver = false
    const ended = task().finally(() => {
      isOver = true
    })
    while (!isOver) {
      this.drawing.send({
        type: 'draw',
        client: 'bench',
        request: ++this.requests,
        from: { slot: SLOT },
        points: around(count, (now() - began) / 1000),
        eased: true,
      })
      await later(MOVE)
    }
    await ended
    const seconds = (now() - began) / 1000
    this.drawing.send({ type: 'stop', client: 'bench' })
    return { perSecond: changed / seconds, milliseconds: median(took) }
  }
}

/** Pixels by which a picture is told from another one. */
const COMPARED = 64

function changedPictures(
  { count, pixels }: { readonly count: number; readonly pixels: Uint8ClampedArray },
  last: Uint8ClampedArray | null,
): number {
  const length = pixels.length / count
  const step = Math.ceil(length / COMPARED / 4) * 4
  let changed = 0
  for (let i = 0; i < count; i++) {
    let isChanged = last === null
    for (let at = i * length; at < (i + 1) * length && !isChanged; at += step) isChanged = pixels[at] !== last?.[at]
    if (isChanged) changed++
  }
  return changed
}

/** Once around in two seconds. */
function around(count: number, seconds: number): EditedBlend[] {
  const [x, y] = [0.5 + 0.4 * Math.cos(Math.PI * seconds), 0.5 + 0.4 * Math.sin(Math.PI * seconds)]
  return Array.from({ length: count }, (_, i) => {
    const seed = (k: number) => ({ seed: 4 * i + k })
    return { blend: { kind: 'pad', corners: [seed(1), seed(2), seed(3), seed(4)], x, y } }
  })
}
