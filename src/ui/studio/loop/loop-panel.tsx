// The loop tool: what plays without an end. A circle around a sample comes back to where it began; a walk goes from random sample to random sample.
import { Segmented } from '../../shared/segmented.tsx'
import text from '../../shared/text.module.css'
import classes from '../path/path-panel.module.css'
import { loopFilm } from '../path/studio-films.ts'
import { TakeFilmButton } from '../path/take-film-button.tsx'
import { PlayButton } from '../play/play-button.tsx'
import { edit } from '../state/history.ts'
import { useStudio } from '../state/studio-store.ts'
import { CirclePanel } from './circle-panel.tsx'
import { WalkPanel } from './walk-panel.tsx'

const WAYS = [
  { value: 'circle', label: 'Circle' },
  { value: 'walk', label: 'Walk' },
] as const

export function LoopPanel() {
  const way = useStudio(({ loop }) => loop.way)
  return (
    <div className={classes.panel}>
      <Segmented
        label="What plays"
        options={WAYS}
        value={way}
        onChange={(value) => edit(({ loop }) => ({ loop: { ...loop, way: value } }))}
      />
      <p className={text.pretty}>
        {way === 'circle'
          ? 'Three numbers make an endless loop: a circle through what is near to a sample.'
          : 'From random sample to random sample, without an end. The seed of the walk says which they are.'}
      </p>
      <div>
        <PlayButton />
      </div>
      {way === 'circle' ? <CirclePanel /> : <WalkPanel />}
      <TakeFilmButton filmOf={loopFilm} />
    </div>
  )
}
