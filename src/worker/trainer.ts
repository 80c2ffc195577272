// The trainer behind the page: takes commands, owns the device, the data and the run, and tells what happens as events.

import { Cadence } from '../core/cadence.ts'
import { NoImagesError } from '../core/data/import.ts'
import { createRun, type Run, TrainingError } from '../core/run.ts'
import { train } from '../core/train.ts'
import type { Command, TrainerEvent } from '../protocol.ts'
import { type LiveConfig, preparationOf, type RunConfig } from '../spec/config.ts'
import type { DeviceInfo, Failure, RunState } from '../spec/report.ts'
import { type Device, DeviceError } from '../tensor/backend.ts'
import { createTuner, type TuningStore } from '../tensor/tuning.ts'
import { Images, type Library, type Prepare } from './images.ts'

/** What the trainer needs from the place it runs in. */
export interface Surroundings {
  post(event: TrainerEvent): void
  /** Seconds of a steady clock. */
  now(): number
  openDevice(wanted: 'auto' | DeviceInfo['backend']): Promise<Device>
  readonly prepare: Prepare
  readonly library: Library
  readonly tunings: TuningStore
}

type InterpolateCommand = Extract<Command, { type: 'interpolate' }>

/** At most this often, in seconds, so that the page stays calm. */
const REPORTS = { pause: 0.2, share: 0.5 }
/** The wall and the rotation panel never cost more than a tenth of the time. */
const PICTURES = { pause: 1, share: 0.1 }

/** Returns the function that takes commands. */
export function createTrainer(surroundings: Surroundings): (command: Command) => void {
  const trainer = new Trainer(surroundings)
  return (command) => trainer.take(command)
}

class Trainer {
  private readonly at: Surroundings
  private device: Promise<Device> | null = null
  private readonly images: Images
  private session: Session | null = null

  constructor(at: Surroundings) {
    this.at = at
    this.images = new Images({ ...at, asFailure })
  }

  take(command: Command): void {
    switch (command.type) {
      case 'boot':
        this.images.base = command.base
        void this.boot(command.backend)
        return
      case 'start':
        void this.start(command.run, command.config, command.paused)
        return
      case 'pause':
        this.session?.pause()
        return
      case 'resume':
        this.session?.resume()
        return
      case 'step':
        this.session?.stepOnce()
        return
      case 'reset':
        void this.reset()
        return
      case 'tune':
        this.session?.tune(command.changes)
        return
      case 'interpolate':
        this.session?.interpolate(command)
        return
      case 'open':
      case 'cancel-open':
      case 'show-images':
      case 'take-images':
      case 'list-kept':
      case 'delete-kept':
        this.images.take(command)
        return
      case 'score':
      case 'cancel-score':
      case 'return-to-best':
      case 'study':
      case 'cancel-study':
        return
      default:
        command satisfies never
    }
  }

  private async boot(backend: 'auto' | DeviceInfo['backend']): Promise<void> {
    this.device = this.at.openDevice(backend)
    try {
      const device = await this.device
      this.at.post({ type: 'device', device: device.info })
      const failure = await device.failed
      this.session?.fail(failure)
      this.at.post({ type: 'failed', run: null, failure })
    } catch (error) {
      this.at.post({ type: 'failed', run: null, failure: asFailure(error) })
    }
  }

  private async start(id: number, config: RunConfig, paused: boolean): Promise<void> {
    const previous = this.session
    const session = new Session(this.at, id, paused)
    this.session = session
    this.at.post({ type: 'state', run: id, state: 'preparing' })
    await previous?.end()
    await session.play(async () => {
      const device = await (this.device ?? Promise.reject(new Error('a run was started before the device was chosen')))
      return { device, run: createRun(config, await this.images.forRun(preparationOf(config))) }
    })
  }

  private async reset(): Promise<void> {
    const session = this.session
    this.session = null
    if (!session) return
    await session.end()
    this.at.post({ type: 'state', run: session.id, state: 'idle' })
  }
}

/** One run from start to end: plays, pauses, answers, and says what it measures. */
class Session {
  private readonly at: Surroundings
  readonly id: number
  private mode: 'running' | 'paused' | 'stepping' | 'ended'
  private state: RunState = 'preparing'
  private wake: () => void = () => undefined
  private run: Run | null = null
  private changes: Partial<LiveConfig> = {}
  private asked: InterpolateCommand | null = null
  private readonly reports = new Cadence(REPORTS)
  private readonly pictures = new Cadence(PICTURES)
  private over: Promise<void> = Promise.resolve()
  private tellEnd: () => void = () => undefined
  private readonly ending = new Promise<void>((resolve) => {
    this.tellEnd = resolve
  })

  constructor(at: Surroundings, id: number, paused: boolean) {
    this.at = at
    this.id = id
    this.mode = paused ? 'paused' : 'running'
  }

  private get ended(): boolean {
    return this.mode === 'ended'
  }

  pause(): void {
    this.change('paused')
  }

  resume(): void {
    this.change('running')
  }

  stepOnce(): void {
    this.change('stepping')
  }

  tune(changes: Partial<LiveConfig>): void {
    this.changes = { ...this.changes, ...changes } // kept, should the run still be in preparation
    this.run?.tune(this.changes)
    this.wake()
  }

  interpolate(command: InterpolateCommand): void {
    this.asked = command // the latest wins
    this.wake()
  }

  /** Ends the run and resolves when what it held is free. */
  async end(): Promise<void> {
    this.change('ended')
    await this.over
  }

  fail(failure: Failure): void {
    if (this.ended) return
    this.change('ended')
    this.tell('failed')
    this.at.post({ type: 'failed', run: this.id, failure })
  }

  /** Plays until the run is ended; a finished run waits for more steps to be granted. Never rejects. */
  play(open: () => Promise<{ run: Run; device: Device }>): Promise<void> {
    this.over = this.playThrough(open).catch((error) => this.fail(asFailure(error)))
    return this.over
  }

  private async playThrough(open: () => Promise<{ run: Run; device: Device }>): Promise<void> {
    const { run, device } = await open()
    try {
      this.run = run
      run.tune(this.changes)
      await this.loop(run, device)
    } finally {
      run.dispose()
    }
  }

  private change(mode: 'running' | 'paused' | 'stepping' | 'ended'): void {
    if (this.ended) return
    this.mode = mode
    if (mode === 'ended') this.tellEnd()
    this.wake()
  }

  private async loop(run: Run, device: Device): Promise<void> {
    const tell = (done: number, total: number) => {
      if (!this.ended) this.at.post({ type: 'preparing', run: this.id, done, total })
    }
    const tuner = createTuner(device.info, this.at.tunings, () => this.at.now() * 1000)
    await Promise.race([run.prepare(tell, tuner), this.ending]) // a compiler cannot be stopped, but nobody has to wait for it
    if (!this.ended) await this.show(run)
    this.pictures.spent(this.at.now(), this.at.now()) // the first pictures compiled their kernels: later ones cost less
    for (;;) {
      await this.waitWhile(run, () => this.mode === 'paused', 'paused')
      await this.waitWhile(run, () => run.step >= run.config.steps, 'finished')
      if (this.ended) return
      if (run.step > 0) this.tell('running') // the very first step compiles the kernels: until it is done this is preparation
      for await (const _step of train(run, device, this.at.now)) {
        if (this.ended) return
        this.tell('running')
        await this.follow(run)
        if (this.mode === 'stepping') this.mode = 'paused'
        if (this.mode === 'paused') break
      }
      await this.report(run)
      await this.show(run)
    }
  }

  /** What happens beside training, after every step. */
  private async follow(run: Run): Promise<void> {
    if (this.reports.isDue(this.at.now())) await this.report(run)
    if (this.pictures.isDue(this.at.now())) await this.show(run)
    await this.answer(run)
  }

  private async waitWhile(run: Run, waiting: () => boolean, state: RunState): Promise<void> {
    while (!this.ended && waiting()) {
      this.tell(state)
      const woken = new Promise<void>((resolve) => {
        this.wake = resolve // before anything is awaited: no command may be missed
      })
      await this.answer(run)
      await woken
    }
  }

  private tell(state: RunState): void {
    if (state === this.state) return
    this.state = state
    this.at.post({ type: 'state', run: this.id, state })
  }

  private async report(run: Run): Promise<void> {
    const began = this.at.now()
    const report = await run.report()
    this.reports.spent(began, this.at.now())
    if (report && !this.ended) this.at.post({ type: 'step', run: this.id, report })
  }

  /** The sample wall and the rotation panel. */
  private async show(run: Run): Promise<void> {
    const began = this.at.now()
    const grid = await run.samples()
    const panel = await run.rotations()
    this.pictures.spent(began, this.at.now())
    if (this.ended) return
    this.at.post({ type: 'samples', run: this.id, grid })
    this.at.post({ type: 'rotations', run: this.id, panel })
  }

  private async answer(run: Run): Promise<void> {
    const asked = this.asked
    if (!asked) return
    this.asked = null
    const step = run.step
    const pictures = await run.interpolation(asked.a, asked.b, asked.at, asked.method)
    if (!this.ended) this.at.post({ type: 'interpolation', run: this.id, request: asked.request, step, pictures })
  }
}

function asFailure(error: unknown): Failure {
  if (error instanceof TrainingError || error instanceof DeviceError) return error.failure
  if (error instanceof NoImagesError) return { reason: 'bad-data', message: error.message, advice: error.advice }
  return {
    reason: 'internal',
    message: error instanceof Error ? error.message : String(error),
    advice: 'Restart the trainer. If it happens again, please report it with the link of this run.',
  }
}
