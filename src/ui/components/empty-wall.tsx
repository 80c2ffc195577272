// Before there are pictures: what will be here, and what to press.
import type { DatasetSummary, RunState } from '../../spec/report.ts'
import { useStore } from '../store/store.ts'
import { countOf } from '../text/format.ts'
import { OfferKept } from './offer-kept.tsx'
import classes from './sample-wall.module.css'

const CELLS = Array.from({ length: 64 }, (_, i) => i)

export function EmptyWall() {
  const state = useStore((all) => all.run.state)
  const summary = useStore((all) => all.data.opened?.summary ?? null)
  const { title, text } = message(state, summary)
  return (
    <div className={classes.empty}>
      <div className={classes.ghost} aria-hidden="true">
        {CELLS.map((cell) => (
          <span key={cell} />
        ))}
      </div>
      <div className={classes.message}>
        <div className={classes.card}>
          <b>{title}</b>
          <p>{text}</p>
        </div>
        <OfferKept />
      </div>
    </div>
  )
}

function message(state: RunState, summary: DatasetSummary | null): { title: string; text: string } {
  if (state === 'preparing')
    return { title: 'Preparing…', text: 'The networks are set up and the first step is recorded. This takes a moment.' }
  if (state === 'running' || state === 'paused')
    return { title: 'First pictures soon', text: 'The generator draws 64 samples here as it learns.' }
  if (summary === null)
    return { title: 'Getting the images ready', text: 'Then press Train, and the generator draws 64 samples here as it learns.' }
  if (summary.count === 0)
    return { title: 'All images are left out', text: 'Look through the images and take some of them, then press Train.' }
  const ready = `${countOf(summary.count, 'image')} of ${summary.label} ${summary.count === 1 ? 'is' : 'are'} ready`
  return { title: 'Press Train', text: `${ready}. The generator draws 64 samples here, first noise, then more and more like them.` }
}
