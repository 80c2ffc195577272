// How long steps take on this device, and so how long each preset would: measured on runs, now or on an earlier visit, or else on a few
// steps that are made only to be timed.
import type { Dataset } from '../data/dataset.ts'
import { createRun } from '../gan/run.ts'
import { expectedSeconds, type StepTime, stepFlops } from '../gan/step-flops.ts'
import type { TrainerEvent } from '../protocol.ts'
import { describeDevice } from '../spec/backends.ts'
import type { RunConfig } from '../spec/config.ts'
import { PRESET_NAMES, type PresetSeconds, presetConfig } from '../spec/presets.ts'
import type { Device } from '../tensor/backend.ts'
import { yieldToEvents } from '../tensor/scheduling.ts'
import type { TuningStore } from '../tensor/tuning.ts'

interface StepTimesDependencies {
  emit(event: TrainerEvent): void
  /** Seconds of a steady clock. */
  now(): number
  /** Keeps what was measured, for this version of the browser, by the device's name. */
  readonly stepTimes: TuningStore
}

/** One whose time is mostly that of its calls, and one whose time is mostly that of its operations: about a second for both where WebAssembly is slow. */
const PROBES: readonly { readonly config: RunConfig; readonly steps: number }[] = [
  { config: presetConfig('smoke'), steps: 4 },
  { config: { ...presetConfig('sketch'), width: 8, batch: 16 }, steps: 2 },
]
/** Steps of a run also pay for the wall and the charts, which take up to a tenth of the time. */
const PICTURE_FACTOR = 1.1
/** Earlier steps still compile. */
const FIRST_STEADY_STEP = 10
/** A smaller change is not reported. */
const CHANGE = 0.1
const MAX_KEPT = 8
const COLOURS = 3

export class StepTimes {
  private readonly deps: StepTimesDependencies
  private device: Device | null = null
  private times: readonly StepTime[] = []
  private stopped = false
  /** A probe was requested, perhaps before there was a device. */
  private wanted = false
  private probed = false
  private probing: Promise<void> = Promise.resolve()

  constructor(deps: StepTimesDependencies) {
    this.deps = deps
  }

  /** Emits what is known of this device. */
  async open(device: Device): Promise<void> {
    this.device = device
    this.times = readTimes(await this.deps.stepTimes.load(describeDevice(device.info)).catch(() => null))
    this.emitTimes()
    if (this.wanted) this.probe()
  }

  /** Makes a few steps where nothing is known yet, once there is a device. Only on WebAssembly, which has nothing to compile and needs no warm-up. */
  probe(): void {
    this.wanted = true
    const { device } = this
    if (device?.info.backend !== 'wasm' || this.stopped || this.probed || this.times.length > 0) return
    this.probed = true
    this.probing = this.measure(device).catch(() => undefined) // a run will measure it, or report the failure
  }

  /** A run is about to begin. Resolves when no other step is under way. */
  async stop(): Promise<void> {
    this.stopped = true
    await this.probing
  }

  /** Takes the speed of a run as a measurement. */
  note(config: RunConfig, step: number, stepsPerSecond: number): void {
    if (step < FIRST_STEADY_STEP || !(stepsPerSecond > 0)) return
    const time = { flops: stepFlops(config, COLOURS), seconds: 1 / stepsPerSecond }
    const known = this.times.find(({ flops }) => flops === time.flops)?.seconds ?? Number.POSITIVE_INFINITY
    if (Math.abs(known - time.seconds) > CHANGE * time.seconds) this.add(time)
  }

  private async measure(device: Device): Promise<void> {
    for (const { config, steps } of PROBES) {
      const run = createRun(config, greyImages(config))
      try {
        let best = Number.POSITIVE_INFINITY
        for (let step = 0; step <= steps; step++) {
          if (this.stopped) return
          const began = this.deps.now()
          run.advance()
          await device.settle()
          if (step > 0) best = Math.min(best, this.deps.now() - began) // the first one allocates everything
          await yieldToEvents()
        }
        this.add({ flops: stepFlops(config, COLOURS), seconds: best * PICTURE_FACTOR })
      } finally {
        run.dispose()
      }
    }
  }

  private add(time: StepTime): void {
    this.times = [time, ...this.times.filter(({ flops }) => flops !== time.flops)].slice(0, MAX_KEPT)
    this.emitTimes()
    if (this.device) void this.deps.stepTimes.save(describeDevice(this.device.info), { times: this.times }).catch(() => undefined)
  }

  private emitTimes(): void {
    const seconds = presetSeconds(this.times)
    if (seconds) this.deps.emit({ type: 'preset-times', seconds })
  }
}

/** Null where no step was timed. */
export function presetSeconds(times: readonly StepTime[]): PresetSeconds | null {
  const entries = PRESET_NAMES.map((name) => {
    const config = presetConfig(name)
    return [name, config.steps * (expectedSeconds(times, stepFlops(config, COLOURS)) ?? Number.NaN)] as const
  })
  return times.length > 0 ? (Object.fromEntries(entries) as PresetSeconds) : null
}

/** What was stored, checked: anything may have written it. */
function readTimes(kept: unknown): readonly StepTime[] {
  const { times } = (kept ?? {}) as { times?: unknown }
  if (!Array.isArray(times)) return []
  return (times as (Partial<Record<keyof StepTime, unknown>> | null)[]).flatMap((time) => {
    const { flops, seconds } = time ?? {}
    return typeof flops === 'number' && typeof seconds === 'number' && flops > 0 && seconds > 0 ? [{ flops, seconds }] : []
  })
}

/** The time of a step does not depend on what the images show. */
function greyImages({ size, batch }: RunConfig): Dataset {
  const images = new Uint8Array(batch * size * size * COLOURS).fill(128)
  return { name: 'grey', label: 'Grey', images, count: batch, size, channels: COLOURS }
}
