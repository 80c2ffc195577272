// What a format of `export` is: one file a format in this folder, one line in formats.ts.
import type { CancelSignal } from '../../spec/cancel.ts'
import type { ExportCheck } from '../../spec/exports.ts'
import type { StoredRun } from '../../store/stored-run.ts'
import type { Options } from '../arguments.ts'
import type { Context } from '../context.ts'
import type { FileTarget } from '../file-target.ts'
import type { Logger } from '../logger.ts'

/** Options that only some formats take, with what follows them in the usage; null: nothing. */
export const FORMAT_OPTIONS = {
  content: 'state|networks',
  'with-images': null,
  data: 'FOLDER|FILE.zip',
  step: 'N',
  seeds: '1,5,9-12',
  seed: 'S',
  count: 'N',
  class: 'NAME|NUMBER',
  scale: 'N',
  smooth: null,
  precision: 'auto|f32|f16|int8',
  network: 'generator|features',
  layout: 'nchw|nhwc',
  film: 'walk|between|loop|path|snapshots',
  codes: 'CODE,CODE',
  times: '2,1.5,3',
  easing: 'even|slow',
  open: null,
  radius: '0.5',
  method: 'slerp|lerp|spline',
  seconds: 'S',
  fps: 'N',
  grid: '3x3',
} as const satisfies Readonly<Record<string, string | null>>
export type FormatOption = keyof typeof FORMAT_OPTIONS

export interface ExportJob {
  readonly run: StoredRun
  readonly options: Options
  readonly context: Context
  readonly logger: Logger
  /** Aborted by an interrupt. */
  readonly signal: CancelSignal
  /** For a format that writes its file in pieces. */
  readonly target: Pick<FileTarget, 'write'>
  onProgress(share: number): void
}

export interface ExportedFile {
  /** Null where they were written to the target. */
  readonly bytes: Uint8Array | null
  readonly check?: ExportCheck | null
}

export interface ExportFormat {
  /** The others of FORMAT_OPTIONS are refused. */
  readonly options: readonly FormatOption[]
  /** @throws UsageError before anything is computed where an option cannot be used */
  write(job: ExportJob): Promise<ExportedFile>
}
