// The report of one machine, made by `bench report` and by "Measure this machine" on the page, as plain data.

/** Longest time that all measurements take together, in seconds. */
export const REPORT_SECONDS = 240

/** In the order in which they are measured: quick parts, then the most useful ones, so that the least useful are left out where time is short. */
export const PARTS = {
  adapter: 'Graphics adapter',
  peak: 'Peak speed',
  imports: 'Reading images',
  small: 'Training step, small networks',
  kernels: 'Slowest kernels',
  score: 'Scoring',
  medium: 'Training step, medium networks',
  large: 'Training step, large networks',
} as const
export type PartName = keyof typeof PARTS
const PART_NAMES = Object.keys(PARTS) as readonly PartName[]

/** Networks of a step that is timed. */
export const STEP_SIZES = ['small', 'medium', 'large'] as const
export type StepSize = (typeof STEP_SIZES)[number]

export interface AdapterFigures {
  /** For people, such as "Apple M2" or "SwiftShader". */
  readonly name: string
  readonly vendor: string
  readonly architecture: string
  /** A software adapter: a CPU that emulates a GPU. */
  readonly software: boolean
  /** Those of WebGPU's optional features that it has and kernels could use. */
  readonly features: readonly string[]
  /** Those of WebGPU's limits that bound what kernels can do. */
  readonly limits: Readonly<Record<string, number>>
}

/** The best of several rounds: a peak is what the adapter can do without interference. */
export interface PeakFigures {
  /** Billions of floating-point operations a second, of the best matrix product. */
  readonly gflops: number
  /** Sides of the matrices of that product. */
  readonly side: number
  readonly rounds: number
  /** Billions of bytes read and written a second by a copy, or null where memory was too small. */
  readonly gbps: number | null
  readonly copyRounds: number
}

/** The median of so many rounds. */
export interface Timing {
  readonly ms: number
  readonly rounds: number
}

export interface TuningFigures {
  /** Convolutions whose variants were timed. */
  readonly measured: number
  readonly milliseconds: number
  /** Those for which another variant than the usual one won, the one that saves most first. */
  readonly won: readonly {
    readonly convolution: string
    readonly usual: string
    readonly chosen: string
    /** Milliseconds of one run by the usual variant and by the chosen one. */
    readonly usualMs: number
    readonly chosenMs: number
  }[]
  /** Time of all measured convolutions with the chosen variants over that with the usual ones. */
  readonly share: number
}

/** The same training step by TensorFlow.js alone and by Quarterturn, in turns. */
export interface StepFigures {
  readonly size: StepSize
  readonly pixels: number
  readonly width: number
  readonly batch: number
  /** Floating-point operations of a step: its convolutions and matrix products. */
  readonly flops: number
  /** From opening to the end of the first step, compiling included. */
  readonly firstColdMs: number
  /** Of that, timing variants of the convolutions. */
  readonly tuningMs: number
  /** The same again on the same device. Null where there was no time for it. */
  readonly firstWarmMs: number | null
  readonly stock: Timing | null
  readonly eager: Timing | null
  readonly replay: Timing | null
  /** Stock over ours: bigger is better. Null where either was not timed. */
  readonly ratioEager: number | null
  readonly ratioReplay: number | null
  readonly gflops: number | null
  /** Of the best matrix product. */
  readonly peakFraction: number | null
  /** Null where nothing was tuned. */
  readonly tuning: TuningFigures | null
}

export interface KernelFigure {
  readonly kernel: string
  readonly shape: string
  /** How often a step runs it. */
  readonly calls: number
  /** Of all its calls in a step. */
  readonly ms: number
  readonly flops: number
  /** Read and written, each tensor once. */
  readonly bytes: number
  /** The time that the peaks of arithmetic and memory would allow over the time it took; null where there is no peak. */
  readonly roofline: number | null
  /** Which of the two peaks bounds it. */
  readonly bound: 'arithmetic' | 'memory' | null
}

/** The slowest kernels of a step, each timed alone. */
export interface KernelsFigures {
  readonly size: StepSize
  /** All kernels of the step that were timed, in milliseconds a step. */
  readonly totalMs: number
  /** Kernels timed, of as many different ones. */
  readonly timed: number
  readonly different: number
  /** GPU timestamps, or the time until the queue was done. */
  readonly clock: 'timestamp-query' | 'wall'
  readonly rounds: number
  readonly slowest: readonly KernelFigure[]
}

export interface ImportFigures {
  readonly imagesPerSecond: number
  readonly rounds: number
  readonly jpegs: number
  readonly pngs: number
  /** Side of the made pictures, in pixels. */
  readonly pixels: number
}

export interface ScoreFigures {
  /** Images that go through the feature network a second. */
  readonly imagesPerSecond: number
  readonly rounds: number
  /** The numbers alone, computed from features of so many samples. */
  readonly numbersMs: number
  readonly numbersCount: number
  /** What a score of as many samples takes, once the features of the real images are there. */
  readonly count: number
  readonly seconds: number
}

/** What the report lacks, and why. */
export interface Missing {
  readonly part: PartName
  readonly what: string
  readonly reason: string
}

export interface MachineReport {
  readonly version: 1
  /** ISO 8601. */
  readonly measuredAt: string
  /** The browser or Node, and the system. */
  readonly place: string
  readonly seconds: number
  /** False while it is being made, and where a person ended it. */
  readonly complete: boolean
  /** Null where there is none. */
  readonly adapter: AdapterFigures | null
  readonly peak: PeakFigures | null
  readonly steps: readonly StepFigures[]
  readonly kernels: KernelsFigures | null
  readonly imports: ImportFigures | null
  readonly score: ScoreFigures | null
  readonly missing: readonly Missing[]
}

export type ReportEvent =
  /** @property share of the whole, 0 to 1 @property secondsLeft at most */
  | { readonly event: 'progress'; readonly part: PartName; readonly share: number; readonly secondsLeft: number; readonly words: string }
  /** What is known so far. */
  | { readonly event: 'report'; readonly report: MachineReport }
  | { readonly event: 'done'; readonly report: MachineReport }

/** The report as far as it came when it was ended from outside: every part without figures says so. */
export function stoppedReport(report: MachineReport, reason: string): MachineReport {
  const noted = new Set(report.missing.map(({ part }) => part))
  const open = PART_NAMES.filter((part) => !hasFigures(report, part) && !noted.has(part))
  return { ...report, complete: false, missing: [...report.missing, ...open.map((part) => ({ part, what: PARTS[part], reason }))] }
}

function hasFigures(report: MachineReport, part: PartName): boolean {
  switch (part) {
    case 'small':
    case 'medium':
    case 'large':
      return report.steps.some(({ size }) => size === part)
    case 'adapter':
    case 'peak':
    case 'imports':
    case 'kernels':
    case 'score':
      return report[part] !== null
    default:
      return part satisfies never
  }
}

/** The page's message to the Worker that measures. */
export interface MeasureRequest {
  /** The page's address: the files of the feature network are below it. */
  readonly base: string
}
