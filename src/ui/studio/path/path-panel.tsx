// The path tool: key pictures in their order, the time from each to the next, and where on the way the large picture is.
import { PATH_LIMITS } from '../../../spec/paths.ts'
import { Button } from '../../shared/button.tsx'
import { DiceIcon } from '../../shared/icons.tsx'
import text from '../../shared/text.module.css'
import { randomSample } from '../controls/random-sample.ts'
import { PlayButton } from '../play/play-button.tsx'
import { playUnlessStill } from '../play/player.ts'
import { edit } from '../state/history.ts'
import { useStudio } from '../state/studio-store.ts'
import { AddKeys, AddShown } from './add-keys.tsx'
import { PATH_KEYS } from './key-menu.tsx'
import { addKeys } from './path-edits.ts'
import classes from './path-panel.module.css'
import { PathScrubs } from './path-scrubs.tsx'
import { PathStrip } from './path-strip.tsx'
import { PathWay } from './path-way.tsx'
import { pathFilm } from './studio-films.ts'
import { TakeFilmButton } from './take-film-button.tsx'

const FIRST_KEYS = 3
const ONE_MORE = 'One more key picture makes a path.'

export function PathPanel() {
  const keys = useStudio(({ path }) => path.keys)
  if (keys.length === 0) return <EmptyPath />
  const problem = keys.length < PATH_LIMITS.keys.min ? ONE_MORE : null
  return (
    <div className={classes.panel}>
      <PathStrip />
      <AddKeys />
      {problem === null ? (
        <>
          <PlayButton />
          <PathScrubs />
          <PathWay />
          <TakeFilmButton filmOf={pathFilm} />
        </>
      ) : (
        <p className={text.soft}>{problem}</p>
      )}
    </div>
  )
}

function EmptyPath() {
  function begin() {
    edit(({ path }) => ({
      path: {
        ...addKeys(
          path,
          Array.from({ length: FIRST_KEYS }, () => randomSample()),
        ),
        at: 0,
        closed: true,
      },
    }))
    playUnlessStill()
  }
  return (
    <div id={PATH_KEYS} className={classes.panel}>
      <p className={text.pretty}>
        A path goes through pictures that you choose, in your order and at your pace. Add the picture you see, or three random ones.
      </p>
      <div className={classes.line}>
        <Button kind="primary" onClick={begin}>
          <DiceIcon />
          Three random ones
        </Button>
        <AddShown />
      </div>
    </div>
  )
}
