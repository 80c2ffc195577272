// Until there is a run: what this page does, in a sentence, and the way to more.

import { ActionButton } from './action-button.tsx'
import classes from './intro.module.css'
import { pageActions } from './page-actions.ts'

export function Intro() {
  return (
    <section className={classes.intro} aria-label="What this page does">
      <p>
        Train a small GAN, two neural networks that learn from each other, on <b>your own images</b>: without labels, on this device.{' '}
        <b>Nothing leaves this tab.</b>
      </p>
      <ActionButton action={pageActions.showAbout} show="label" />
    </section>
  )
}
