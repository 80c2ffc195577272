// The numbers of the run to take away: its values and its charts.
import type { NumberFormat } from '../../spec/numbers/number-files.ts'
import { ActionButton, useActionView } from '../app/action-button.tsx'
import text from '../shared/text.module.css'
import { saveActions } from '../train/save-actions.ts'
import { FileCard, FileCards } from './file-card.tsx'

export function NumbersSection() {
  return (
    <FileCards>
      <NumberFile format="csv" title="CSV">
        All values of the charts and scores, a row for each step, for spreadsheets. The first row has the images and the settings.
      </NumberFile>
      <NumberFile format="json" title="JSON">
        The same for scripts: a list of numbers for each curve, every score in full, the settings, and what was changed on the way.
      </NumberFile>
      <NumberFile format="svg" title="Charts as SVG">
        The charts below each other as one drawing, on white: to print, or to put into a text.
      </NumberFile>
    </FileCards>
  )
}

function NumberFile({ format, title, children }: { format: NumberFormat; title: string; children: string }) {
  const { blocked } = useActionView(saveActions.saveMetrics, format)
  return (
    <FileCard title={title} foot={<ActionButton action={saveActions.saveMetrics} target={format} kind="plain" />}>
      <p>{children}</p>
      {blocked && <p className={text.soft}>{blocked}</p>}
    </FileCard>
  )
}
