// The measurement of this machine: how far it is, and its figures.
import type { MachineReport, ReportEvent } from '../../spec/machine-report.ts'

export interface MeasureSlice {
  /** Where it is; null where none is under way. */
  readonly underWay: Omit<Extract<ReportEvent, { event: 'progress' }>, 'event'> | null
  /** What is known so far, or what the last one found. */
  readonly report: MachineReport | null
  /** Why the last one did not come to its end, for a person. */
  readonly problem: string | null
}

export const initialMeasure: MeasureSlice = { underWay: null, report: null, problem: null }
