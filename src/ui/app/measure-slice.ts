// State of “Measure this machine”: progress and figures.
import type { MachineReport, ReportEvent } from '../../spec/machine-report.ts'

export interface MeasureSlice {
  /** Progress; null while nothing is measured. */
  readonly underWay: Omit<Extract<ReportEvent, { event: 'progress' }>, 'event'> | null
  /** The figures so far, or those of the last measurement. */
  readonly report: MachineReport | null
  /** Why the last measurement failed, as a sentence. */
  readonly problem: string | null
}

export const initialMeasure: MeasureSlice = { underWay: null, report: null, problem: null }
