// Exports the report: as text to the clipboard, or as a file.
import { useState } from 'react'
import type { MachineReport } from '../../spec/machine-report.ts'
import { reportText } from '../../spec/machine-table.ts'
import { Button } from '../shared/button.tsx'
import { useSession } from './session-context.ts'

export function ShareReport({ report }: { report: MachineReport }) {
  const session = useSession()
  const [copied, setCopied] = useState<{ readonly report: MachineReport; readonly done: boolean } | null>(null)
  async function copy() {
    const done = await navigator.clipboard.writeText(reportText(report)).then(
      () => true,
      () => false,
    )
    setCopied({ report, done })
  }
  function save() {
    const name = `quarterturn-machine-${report.measuredAt.slice(0, 10)}.json`
    session.saveAs(name, new Blob([`${JSON.stringify(report, null, 2)}\n`], { type: 'application/json' }))
  }
  return (
    <>
      <Button onClick={copy}>
        <span aria-live="polite">{copied?.report !== report ? 'Copy as text' : copied.done ? 'Copied' : 'Not allowed: save it'}</span>
      </Button>
      <Button onClick={save}>Save as JSON</Button>
    </>
  )
}
