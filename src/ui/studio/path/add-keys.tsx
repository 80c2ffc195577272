// Adds key pictures to the path: the one that is shown, a star, one of a seed, a random one.
import { Menu } from '@base-ui/react/menu'
import { type FormEvent, useId, useState } from 'react'
import { PATH_LIMITS } from '../../../spec/paths.ts'
import type { LatentPoint } from '../../../spec/picture-code.ts'
import { MAX_SEED } from '../../../spec/read-picture-code.ts'
import { store } from '../../app/store.ts'
import button from '../../shared/button.module.css'
import { Button } from '../../shared/button.tsx'
import { DiceIcon, DownIcon, PlusIcon, StarIcon } from '../../shared/icons.tsx'
import input from '../../shared/input.module.css'
import menu from '../../shared/menu.module.css'
import { randomSample } from '../controls/random-sample.ts'
import { useDrawnPicture } from '../picture/drawn-picture.tsx'
import { PointPicture } from '../picture/point-picture.tsx'
import { edit } from '../state/history.ts'
import { studioStore, useStudio } from '../state/studio-store.ts'
import { addKeys } from './path-edits.ts'
import classes from './path-panel.module.css'

const { max: MOST } = PATH_LIMITS.keys
const FULL = `A path has at most ${MOST} key pictures.`

function add(point: LatentPoint) {
  edit(({ path }) => ({ path: addKeys(path, [point]) }))
  store.setState({ announcement: { sentence: `Added as key ${studioStore.getState().path.keys.length}.` } })
}

/** Why no key can be added. */
function useFull(): string | null {
  return useStudio(({ path }) => (path.keys.length >= MOST ? FULL : null))
}

export function AddKeys() {
  const full = useFull()
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>Add a key picture</legend>
      <div className={classes.line}>
        <AddShown />
        <Button small blocked={full} onClick={() => add(randomSample())}>
          <DiceIcon />
          Random
        </Button>
        <AddStar />
        <AddSeed />
      </div>
    </fieldset>
  )
}

/** The large picture, without what the studio changes of all pictures: that is done to those of the path anyway. */
export function AddShown() {
  const { point } = useDrawnPicture()
  const full = useFull()
  const blocked = point === null ? 'The picture is still being drawn.' : full
  return (
    <Button small blocked={blocked} onClick={() => point && add(withoutEdits(point))}>
      <PlusIcon />
      The picture you see
    </Button>
  )
}

function withoutEdits({ variety, directions, ...point }: LatentPoint): LatentPoint {
  return point
}

function AddStar() {
  const stars = useStudio((state) => state.stars)
  const full = useFull()
  if (stars.length === 0 || full !== null) {
    return (
      <Button small blocked={full ?? 'There are no stars yet: star a picture that you want to find again.'} onClick={() => {}}>
        <StarIcon />A star
      </Button>
    )
  }
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={`${button.button} ${button.small} ${menu.trigger}`}>
        <StarIcon />A star
        <DownIcon />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} sideOffset={4} align="start">
          <Menu.Popup className={`${menu.menu} ${classes.stars}`}>
            {stars.map(({ point, name }, i) => (
              <Menu.Item key={JSON.stringify(point)} className={`${menu.item} ${classes.star}`} onClick={() => add(point)}>
                <span className={classes.starPicture}>
                  <PointPicture point={point} />
                </span>
                {name ?? `Star ${i + 1}, seed ${point.seed}`}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

function AddSeed() {
  const id = useId()
  const full = useFull()
  const [typed, setTyped] = useState('')
  const seed = /^\d{1,10}$/.test(typed.trim()) ? Number(typed) : Number.NaN
  const fits = seed <= MAX_SEED
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!fits || full !== null) return
    add({ seed })
    setTyped('')
  }
  return (
    <form className={classes.seed} onSubmit={submit}>
      <label htmlFor={id}>Seed</label>
      <input
        id={id}
        className={`${input.input} ${classes.number}`}
        inputMode="numeric"
        autoComplete="off"
        value={typed}
        aria-invalid={typed !== '' && !fits}
        title={`A whole number up to ${MAX_SEED}`}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <button type="submit" className={`${button.button} ${button.small}`} aria-disabled={!fits || full !== null} title={full ?? undefined}>
        Add
      </button>
    </form>
  )
}
