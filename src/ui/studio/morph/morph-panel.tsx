// The tool “Morph”: one sample on the way from one class to another, its latent fixed. Only there where a run has several classes.
import { MAX_SEED } from '../../../spec/read-picture-code.ts'
import { useStore } from '../../app/store.ts'
import { Button } from '../../shared/button.tsx'
import { DiceIcon, SwapIcon } from '../../shared/icons.tsx'
import text from '../../shared/text.module.css'
import { className, classNames, drawnClasses } from '../../train/class-names.ts'
import { ClassSelect } from '../controls/class-select.tsx'
import { randomSeed } from '../controls/random-sample.ts'
import { SliderRow, TypedNumber } from '../controls/slider-row.tsx'
import { morphFilm } from '../path/studio-films.ts'
import { TakeFilmButton } from '../path/take-film-button.tsx'
import { EditedPointPicture } from '../picture/point-picture.tsx'
import { PlayButton } from '../play/play-button.tsx'
import { player } from '../play/player.ts'
import { edit } from '../state/history.ts'
import type { MorphState } from '../state/studio-state.ts'
import { useStudio } from '../state/studio-store.ts'
import { drawnMorph } from './drawn-morph.ts'
import classes from './morph-panel.module.css'

export function MorphPanel() {
  const drawn = useStore(drawnClasses)
  const names = useStore(classNames)
  const morph = drawnMorph(
    useStudio((state) => state.morph),
    drawn,
  )
  const change = (changes: Partial<MorphState>) => edit({ morph: { ...morph, ...changes } })
  const [from, to] = [className(names, morph.from) ?? '', className(names, morph.to) ?? '']
  return (
    <div className={classes.panel}>
      <p className={text.pretty}>
        The same latent, with more and more of the other class: what both pictures share does not come from the class.
      </p>
      <div className={classes.ends}>
        <End seed={morph.seed} of={morph.from} />
        <Button kind="quiet" label="Swap the classes" onClick={() => change({ from: morph.to, to: morph.from, at: 1 - morph.at })}>
          <SwapIcon />
        </Button>
        <End seed={morph.seed} of={morph.to} />
      </div>
      <ClassChoices morph={morph} change={change} />
      <PlayButton />
      <SliderRow
        label="Morph"
        value={morph.at}
        min={0}
        max={1}
        step={0.01}
        initial={0.5}
        valueText={`${Math.round(100 * morph.at)} % of the way from ${from} to ${to}`}
        onChange={(at) => {
          player.pause() // a slider that is dragged has the last word
          change({ at })
        }}
      />
      <div className={classes.seed}>
        <span>Seed</span>
        <TypedNumber label="Seed of the morph" value={morph.seed} min={0} max={MAX_SEED} step={1} onChange={(seed) => change({ seed })} />
        <Button small onClick={() => change({ seed: randomSeed() })}>
          <DiceIcon />
          Another
        </Button>
      </div>
      <TakeFilmButton filmOf={(state) => morphFilm({ ...state, morph: drawnMorph(state.morph, drawn) })} />
    </div>
  )
}

interface ClassChoicesProps {
  readonly morph: MorphState
  readonly change: (changes: Partial<MorphState>) => void
}

function ClassChoices({ morph, change }: ClassChoicesProps) {
  const choose = (wanted: { from?: number; to?: number }) => change(withClasses(morph, wanted))
  return (
    <div className={classes.ends}>
      <div className={classes.class}>
        <ClassSelect label="From class" value={morph.from} onChange={(from) => from !== null && choose({ from })} />
      </div>
      <span />
      <div className={classes.class}>
        <ClassSelect label="To class" value={morph.to} onChange={(to) => to !== null && choose({ to })} />
      </div>
    </div>
  )
}

/** A class that is chosen at both ends takes the place of the other. */
function withClasses({ from, to }: MorphState, wanted: { from?: number; to?: number }): Partial<MorphState> {
  return { ...(wanted.from === to && { to: from }), ...(wanted.to === from && { from: to }), ...wanted }
}

function End({ seed, of }: { seed: number; of: number }) {
  return (
    <span className={classes.picture} aria-hidden="true">
      <EditedPointPicture point={{ seed, class: of }} />
    </span>
  )
}
