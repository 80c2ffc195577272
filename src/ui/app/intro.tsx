// Introduction shown until there is a run: what the page does, and a link to more.

import { Term } from '../terms/term.tsx'
import { ActionButton } from './action-button.tsx'
import classes from './intro.module.css'
import { pageActions } from './page-actions.ts'

export function Intro() {
  return (
    <section className={classes.intro} aria-label="What this page does">
      <p>
        Train a small <Term name="gan">GAN</Term>, two neural networks that learn from each other, on <b>your own images</b>: without
        labels, on this device. <b>Nothing leaves this tab.</b>
      </p>
      <ActionButton action={pageActions.showAbout} show="label" small />
    </section>
  )
}
