// The numbers of the run to take away: its values and its charts.
import type { NumberFormat } from '../../spec/numbers/number-files.ts'
import { ActionButton, useActionView } from '../app/action-button.tsx'
import cards from '../shared/cards.module.css'
import text from '../shared/text.module.css'
import { saveActions } from '../train/save-actions.ts'
import classes from './network-section.module.css'

export function NumbersSection() {
  return (
    <div className={classes.cards}>
      <NumberFile format="csv" title="CSV">
        All values of the charts and scores, a row for each step, for spreadsheets. The first row has the images and the settings.
      </NumberFile>
      <NumberFile format="json" title="JSON">
        The same for scripts: a list of numbers for each curve, every score in full, the settings, and what was changed on the way.
      </NumberFile>
      <NumberFile format="svg" title="Charts as SVG">
        The charts below each other as one drawing, on white: to print, or to put into a text.
      </NumberFile>
    </div>
  )
}

function NumberFile({ format, title, children }: { format: NumberFormat; title: string; children: string }) {
  const { blocked } = useActionView(saveActions.saveMetrics, format)
  return (
    <section className={`${cards.card} ${classes.card}`} aria-label={title}>
      <h3>{title}</h3>
      <p>{children}</p>
      {blocked && <p className={text.soft}>{blocked}</p>}
      <div className={classes.foot}>
        <ActionButton action={saveActions.saveMetrics} target={format} kind="plain" />
      </div>
    </section>
  )
}
