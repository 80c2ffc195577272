// The list of the stages, to jump to one, and the buttons that play them or go through them one by one.
import { Button } from '../shared/button.tsx'
import { BackIcon, ForwardIcon, PauseIcon, PlayIcon } from '../shared/icons.tsx'
import classes from './slow-step.module.css'
import { STAGES } from './stages.ts'
import type { Player } from './use-player.ts'

export function StageList({ player }: { player: Player }) {
  return (
    <nav aria-label="Stages">
      <ol className={classes.list}>
        {STAGES.map(({ id, title }, index) => (
          <li key={id}>
            <button type="button" aria-current={index === player.at ? 'step' : undefined} onClick={() => player.goTo(index)}>
              <span className={classes.number} aria-hidden="true">
                {index + 1}
              </span>
              <span className={classes.title}>{title}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}

export function Controls({ player }: { player: Player }) {
  const { at, last, playing } = player
  return (
    <fieldset className={classes.buttons} aria-label="Play the stages">
      <Button onClick={() => player.goTo(at - 1)} blocked={at === 0 ? 'This is the first stage.' : null} keys="ArrowLeft">
        <BackIcon /> Earlier
      </Button>
      <Button kind="primary" onClick={player.toggle} keys="Space" className={classes.play}>
        {playing ? <PauseIcon /> : <PlayIcon />} {playing ? 'Pause' : at === last ? 'Play again' : 'Play'}
      </Button>
      <Button onClick={() => player.goTo(at + 1)} blocked={at === last ? 'This is the last stage.' : null} keys="ArrowRight">
        Later <ForwardIcon />
      </Button>
    </fieldset>
  )
}
