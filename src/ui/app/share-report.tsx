// Exports the report: as text to the clipboard, or as a file.
import type { MachineReport } from '../../spec/machine-report.ts'
import { ActionButton } from './action-button.tsx'
import { measureActions } from './measure-actions.ts'

export function ShareReport({ report }: { report: MachineReport }) {
  return (
    <>
      <ActionButton action={measureActions.copyReport} target={report} live />
      <ActionButton action={measureActions.saveReport} target={report} />
    </>
  )
}
