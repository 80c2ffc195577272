// The timeline and the finished example in words.
import type { DeviceRecord } from '../../spec/backends.ts'
import type { StepReport } from '../../spec/report.ts'
import type { SnapshotInfo } from '../../spec/runs.ts'
import { formatAbout, formatCount, formatMoment } from '../shared/format.ts'

/** “step 1,200, kept 14:02”. @param now milliseconds since 1970 */
export function describeNotch({ step, savedAt }: Pick<SnapshotInfo, 'step' | 'savedAt'>, now: number): string {
  return `step ${formatCount(step)}, kept ${formatMoment(savedAt, now)}`
}

/** The end of the slider. @param step null: none was made yet */
export function describeLive(step: number | null, trains: boolean): string {
  const name = trains ? 'live' : 'last step'
  return step === null ? name : `${name}, step ${formatCount(step)}`
}

/** “Step 1,200 of 6,000”. */
export function describeShown(step: number, steps: number): string {
  return `Step ${formatCount(step)} of ${formatCount(steps)}`
}

/** Of a snapshot whose pictures cannot be read. */
export function describeUnseen(step: number): string {
  return `No pictures of step ${formatCount(step)}`
}

/** “A finished example: 6,000 steps on Fashion without labels, in 48 min on a processor.” @param images their name */
export function describeExample(images: string, { step, elapsedSeconds }: StepReport, device: DeviceRecord | null): string {
  const where = device?.backend === 'webgpu' ? ` on ${device.name}` : device ? ' on a processor' : ''
  return `A finished example: ${formatCount(step)} steps on ${images} without labels, in ${formatAbout(elapsedSeconds)}${where}.`
}

/** Of a kept run that the page shows by itself. @param offered whether there is a button that continues it */
export function describeShownRun(name: string, step: number, offered: boolean): string {
  const on = offered ? 'Continue goes on with it' : 'Runs has a button to continue it'
  return `“${name}” as it was at step ${formatCount(step)}. ${on}; New run begins another one.`
}

/** The announcement after a click in a chart. */
export function describeNewlyShown(snapshot: Pick<SnapshotInfo, 'step'> | null): string {
  return snapshot === null ? 'The live samples are shown.' : `The samples of step ${formatCount(snapshot.step)} are shown.`
}

/** Indices of the notches whose steps are written below the slider: evenly spaced, and away from its end, which has a label of its own. */
export function labelledNotches(count: number, most: number): readonly number[] {
  const every = Math.max(1, Math.ceil(count / most))
  return Array.from({ length: Math.ceil(count / every) }, (_, i) => i * every).filter((index) => index === 0 || count - index >= every / 2)
}
