// Introduction shown until there is a run: what the page does, and a link to more.
import { Button } from '../shared/button.tsx'
import classes from './intro.module.css'

export function Intro({ onAbout }: { onAbout: () => void }) {
  return (
    <section className={classes.intro} aria-label="What this page does">
      <p>
        Train a small GAN, two neural networks that learn from each other, on <b>your own images</b>: without labels, on this device.{' '}
        <b>Nothing leaves this tab.</b>
      </p>
      <Button small onClick={onAbout}>
        About Quarterturn
      </Button>
    </section>
  )
}
