// `bench report`: measures one machine in at most four minutes, on any adapter from a data centre's GPU to a software adapter on two cores.
// Every figure is there, or the reason why it is missing.
import type { FetchBytes } from '../../data/builtin.ts'
import { loadNetwork } from '../../eval/features/networks/load.ts'
import type { RunConfig } from '../../spec/config.ts'
import { DEFAULT_NETWORK } from '../../spec/feature-analyses.ts'
import {
  type MachineReport,
  type Missing,
  PARTS,
  type PartName,
  REPORT_SECONDS,
  type ReportEvent,
  type StepFigures,
  type StepSize,
} from '../../spec/machine-report.ts'
import { presetConfig } from '../../spec/presets.ts'
import type { Device } from '../../tensor/backend.ts'
import * as tf from '../../tensor/tf.ts'
import { measureCopy, measureProduct } from '../peak.ts'
import { adapterFigures } from './adapter.ts'
import { type Importer, measureImport } from './imports.ts'
import { measureKernels } from './kernels.ts'
import { type Part, runParts } from './parts.ts'
import type { TimeBox } from './plan.ts'
import { measureScore } from './score.ts'
import { type Bench, type Known, measureStep } from './step.ts'

/** What is measured, and for how long. */
interface ReportPlan {
  readonly seconds: number
  /** Networks of each size, the smallest first. */
  readonly sizes: Readonly<Record<StepSize, RunConfig>>
  /** Generated pictures of the import. */
  readonly pictures: number
  readonly scores: { readonly timed: number; readonly reported: number }
}

const PAPER = presetConfig('paper')

export const FULL_PLAN: ReportPlan = {
  seconds: REPORT_SECONDS,
  sizes: { small: { ...PAPER, width: 16, batch: 16 }, medium: { ...PAPER, width: 32, batch: 32 }, large: PAPER },
  pictures: 400,
  scores: { timed: 300, reported: 1000 },
}

/** What the report needs from the place it runs in. */
export interface ReportPlace {
  /** The browser or Node, and the system, for people. */
  readonly name: string
  /** Milliseconds of a steady clock. */
  now(): number
  /** With WebGPU. @throws Error that says in a sentence why there is none */
  openDevice(): Promise<Device>
  /** Files of public/features. */
  readonly fetchFeatures: FetchBytes
  openImporter(): Promise<Importer>
  /** Resolves with the reason once a person has stopped it. */
  readonly stopped: Promise<string>
  emit(event: ReportEvent): void
}

/** Seconds that are kept to start and to write the report down. */
const RESERVE = 10
/** Milliseconds that work on a failed device gets to end. */
const GRACE_MS = 3000
/** Kernels are measured on networks whose step takes at most so many milliseconds, if there are such. */
const KERNEL_STEP_MS = 300

// The type library of this layer does not declare it.
declare const setTimeout: (run: () => void, milliseconds: number) => unknown

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

const noFailure = () => null
const isEnded = () => true

export async function measureMachine(place: ReportPlace, plan: ReportPlan = FULL_PLAN): Promise<MachineReport> {
  const measuring = new Measuring(place, plan)
  return measuring.run()
}

class Measuring {
  private report: MachineReport
  private readonly place: ReportPlace
  private readonly plan: ReportPlan
  private readonly began: number
  private bench: Bench | null = null
  /** Why nothing can be measured on a device. */
  private noDevice: string | null = null
  /** The device has failed, and what was measured on it comes to its end. */
  private failing = false
  private readonly known: Known[] = []
  private isDone = false

  constructor(place: ReportPlace, plan: ReportPlan) {
    this.place = place
    this.plan = plan
    this.began = place.now()
    const nothing = { adapter: null, peak: null, steps: [], kernels: null, imports: null, score: null, missing: [] }
    this.report = { version: 1, measuredAt: new Date().toISOString(), place: place.name, seconds: 0, complete: false, ...nothing }
  }

  async run(): Promise<MachineReport> {
    const { place, plan } = this
    const seconds = plan.seconds - RESERVE
    const late = wait(1000 * seconds).then(() => 'The time was up.')
    const complete = await runParts(this.parts(), {
      now: place.now,
      seconds,
      over: Promise.race([place.stopped, late]),
      note: (missing) => this.note(missing),
      progress: (part, share, secondsLeft, words) => {
        if (!this.isDone) place.emit({ event: 'progress', part, share, secondsLeft, words })
      },
      onPart: () => this.add({}),
    })
    this.add({ complete })
    this.isDone = true // later events of work in the background are dropped
    place.emit({ event: 'done', report: this.report })
    return this.report
  }

  private add(figures: Partial<MachineReport>): void {
    if (this.isDone) return
    this.report = { ...this.report, ...figures, seconds: (this.place.now() - this.began) / 1000 }
    this.place.emit({ event: 'report', report: this.report })
  }

  private note(missing: Missing): void {
    if (this.failing) return // the device is the reason, not the time
    this.report = { ...this.report, missing: [...this.report.missing, missing] }
  }

  /** Quick parts first, then the most useful ones. */
  private *parts(): Generator<Part> {
    const { place, plan } = this
    const onDevice = (name: PartName, measure: (bench: Bench, box: TimeBox) => Promise<Partial<MachineReport>>): Part => ({
      name,
      blocked: () => this.noDevice,
      run: async (box) => this.add(await this.onDevice((bench) => measure(bench, this.untilFailure(box)))),
    })
    const step = (size: StepSize): Part => {
      const part = onDevice(size, (bench, box) => this.step(size, bench, box))
      const forget = (error: unknown): never => {
        this.add(this.withoutStep(size)) // some of it may belong to a lost device
        throw error
      }
      return { ...part, run: (box) => part.run(box).catch(forget) }
    }
    const kernels = onDevice('kernels', (bench, box) => this.kernels(bench, box))
    yield { name: 'adapter', run: () => this.open() }
    yield onDevice('peak', (bench, box) => this.peak(bench, box))
    yield {
      name: 'imports',
      run: async (box) => this.add({ imports: await measureImport(plan.pictures, () => place.openImporter(), place.now, box) }),
    }
    yield step('small')
    const slow = this.report.adapter?.software ?? true
    if (slow) yield kernels // larger networks come last, since they may take all the time
    yield onDevice('score', (bench, box) => this.score(bench, box))
    yield step('medium')
    yield step('large')
    if (!slow) yield kernels
  }

  private async open(): Promise<void> {
    try {
      const bench = await this.reopen()
      this.add({ adapter: adapterFigures(bench.device, bench.gpu) })
    } catch (error) {
      this.noDevice = 'It needs WebGPU on an adapter that works.'
      throw error
    }
  }

  private async reopen(): Promise<Bench> {
    const device = await this.place.openDevice()
    const { device: gpu } = tf.engine().backend as tf.WebGPUBackend
    this.bench = { device, gpu, now: this.place.now }
    return this.bench
  }

  /** No time is left once the device has failed: on a lost device all calls succeed, but nothing is computed. */
  private untilFailure(box: TimeBox): TimeBox {
    return { ...box, left: () => (this.failing ? 0 : box.left()), fits: (ms) => !this.failing && box.fits(ms) }
  }

  /** @throws Error where the device fails meanwhile; the next part then gets a new device, unless this work does not end */
  private async onDevice<T>(measure: (bench: Bench) => Promise<T>): Promise<T> {
    const bench = this.bench ?? (await this.reopen())
    const work = measure(bench)
    const failure = await Promise.race([bench.device.failed, work.then(noFailure, noFailure)])
    if (!failure) return work
    this.bench = null
    this.failing = true
    const ended = await Promise.race([work.then(isEnded, isEnded), wait(GRACE_MS).then(() => false)])
    this.failing = false
    if (!ended) this.noDevice = failure.message
    throw new Error(failure.message)
  }

  private async peak({ gpu, device, now }: Bench, box: TimeBox): Promise<Partial<MachineReport>> {
    box.progress(0.1, 'a matrix product')
    const product = await measureProduct(gpu, now, (ms) => box.fits(2 * ms)) // the copy wants some time too
    box.progress(0.7, 'a copy')
    const copy = await measureCopy(gpu, now, device.info.software, box.fits)
    return { peak: { ...product, gbps: copy?.gbps ?? null, copyRounds: copy?.rounds ?? 0 } }
  }

  private async step(size: StepSize, bench: Bench, box: TimeBox): Promise<Partial<MachineReport>> {
    const config = this.plan.sizes[size]
    const note = (what: string, reason: string) => this.note({ part: size, what, reason })
    const peakGflops = this.report.peak?.gflops ?? null
    const show = (figures: StepFigures) => this.add(this.withStep(figures))
    const figures = await measureStep({ bench, size, config, known: this.known.at(-1) ?? null, peakGflops, box, note, show })
    if (!figures) return {}
    this.known.push({ config, figures })
    if (!figures.tuning && bench.device.info.software && size === 'small')
      note('What the tuner chose', 'There is no tuning on a processor that imitates a GPU: its usual variants were chosen by hand.')
    return this.withStep(figures)
  }

  private withStep(figures: StepFigures): Pick<MachineReport, 'steps'> {
    return { steps: [...this.withoutStep(figures.size).steps, figures] }
  }

  private withoutStep(size: StepSize): Pick<MachineReport, 'steps'> {
    return { steps: this.report.steps.filter((step) => step.size !== size) }
  }

  private async kernels(bench: Bench, box: TimeBox): Promise<Partial<MachineReport>> {
    const size = this.sizeForKernels()
    const kernels = await measureKernels(bench, size, this.plan.sizes[size], this.report.peak, box)
    const { timed, different } = kernels
    if (timed < different)
      this.note({
        part: 'kernels',
        what: `${different - timed} of ${different} kernels`,
        reason: 'There was no time left for them: the lightest were left out.',
      })
    return { kernels }
  }

  /** The largest networks measured whose step is quick enough. */
  private sizeForKernels(): StepSize {
    const quick = this.known.filter(({ figures }) => figures.replay && figures.replay.ms <= KERNEL_STEP_MS)
    return quick.at(-1)?.figures.size ?? 'small'
  }

  private async score({ now }: Bench, box: TimeBox): Promise<Partial<MachineReport>> {
    box.progress(0, PARTS.score)
    const network = await loadNetwork(DEFAULT_NETWORK, this.place.fetchFeatures)
    try {
      return { score: await measureScore(network, this.plan.scores, now, box) }
    } finally {
      network.dispose()
    }
  }
}
