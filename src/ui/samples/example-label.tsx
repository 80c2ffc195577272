// Above the samples of the finished example that a newcomer sees: what it is, and the way to training one's own.
import { useStore } from '../app/store.ts'
import { OfferKept } from '../data/offer-kept.tsx'
import { Button } from '../shared/button.tsx'
import { DATA_SECTION } from '../shared/focus.ts'
import { describeExample } from './describe-timeline.ts'
import classes from './example-label.module.css'

export function ExampleLabel() {
  const { example, images, report, loggedDevice } = useStore(({ run }) => run)
  if (!example || report === null) return null
  return (
    <div className={classes.label} data-testid="example">
      <OfferKept />
      <p>{describeExample(images, report, loggedDevice)} To train your own, choose images, then press Train.</p>
      <Button kind="primary" onClick={goToData}>
        Train your own
      </Button>
    </div>
  )
}

/** To the first panel of the setup; Tab goes on with its choices. */
function goToData() {
  const panel = document.getElementById(DATA_SECTION)?.querySelector('section')
  if (!panel) return
  panel.tabIndex = -1
  panel.scrollIntoView()
  panel.focus({ preventScroll: true })
}
