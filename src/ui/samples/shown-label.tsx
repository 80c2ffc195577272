// Above the samples of a run that the page shows by itself: what it is, and the way to training one's own.
import { useStore } from '../app/store.ts'
import { OfferKept } from '../data/offer-kept.tsx'
import { PartWords } from '../first-visit/part-words.tsx'
import { Button } from '../shared/button.tsx'
import { DATA_SECTION, goToPanel } from '../shared/focus.ts'
import { runOnPage } from '../train/describe-keep.ts'
import { isExample } from '../train/run-slice.ts'
import { describeExample, describeShownRun } from './describe-timeline.ts'
import classes from './shown-label.module.css'

export function ShownLabel() {
  const example = useStore(({ run }) => isExample(run))
  return example ? <ExampleLabel /> : <KeptLabel />
}

function ExampleLabel() {
  const { images, report, loggedDevice } = useStore(({ run }) => run)
  if (report === null) return null
  return (
    <div className={classes.label} data-testid="example">
      <OfferKept />
      <p>{describeExample(images, report, loggedDevice)}</p>
      <PartWords part="wall" />
    </div>
  )
}

/** Below the samples of the example: what to do next. */
export function YourTurn() {
  const example = useStore(({ run }) => isExample(run))
  if (!example) return null
  return (
    <Button kind="primary" onClick={() => goToPanel(DATA_SECTION)}>
      Now with your images
    </Button>
  )
}

function KeptLabel() {
  const run = useStore((state) => (state.run.shown ? runOnPage(state) : null))
  const step = useStore(({ run }) => run.report?.step ?? 0)
  const offered = useStore(({ keep }) => keep.offering)
  if (run === null || run.inUse) return null // of a run that another tab trains the card says all
  return (
    <p className={classes.label} data-testid="shown-run">
      {describeShownRun(run.name, step, offered)}
    </p>
  )
}
