// One direction: its name, its slider, how much of what changes it is, and on request what it does.
import { useId, useState } from 'react'
import type { EditedBlend } from '../../../spec/blends.ts'
import { Button } from '../../shared/button.tsx'
import { PencilIcon } from '../../shared/icons.tsx'
import input from '../../shared/input.module.css'
import { Picture } from '../../shared/picture.tsx'
import { SliderRow } from '../controls/slider-row.tsx'
import { useThumbnail } from '../picture/use-thumbnails.ts'
import { edit } from '../state/history.ts'
import { type DirectionSetting, shownBlend } from '../state/studio-state.ts'
import { studioStore, useStudio } from '../state/studio-store.ts'
import { MAX_NAME, nameOfDirection, SIGMAS, sigmasAt, withName, withSigmas } from './direction-settings.ts'
import classes from './directions-panel.module.css'

interface DirectionRowProps {
  readonly place: Pick<DirectionSetting, 'set' | 'index' | 'zone'>
  /** Of what changes, 0 to 1. */
  readonly share: number
}

export function DirectionRow({ place, share }: DirectionRowProps) {
  const id = useId()
  const [open, setOpen] = useState(false)
  const [naming, setNaming] = useState(false)
  const sigmas = useStudio(({ directions }) => sigmasAt(directions, place))
  const name = useStudio(({ directionNames }) => nameOfDirection(directionNames, place.set, place.index))
  const percent = `${Math.round(100 * share)} %`
  return (
    <li className={classes.row}>
      {naming && <NameField place={place} name={name} onDone={() => setNaming(false)} />}
      <SliderRow
        label={name}
        value={sigmas}
        {...SIGMAS}
        initial={0}
        unit="σ"
        onChange={(wanted) => edit(({ directions }) => ({ directions: withSigmas(directions, place, wanted) }))}
      />
      <div className={classes.facts}>
        <div className={classes.bar} role="img" aria-label={`${percent} of what changes`} title={`${percent} of what changes`}>
          <div style={{ width: `${100 * share}%` }} />
        </div>
        <span className={classes.percent}>{percent}</span>
        <Button kind="quiet" small label={`Rename ${name}`} onClick={() => setNaming(true)}>
          <PencilIcon />
        </Button>
        <Button kind="text" small unfolds={{ open, id }} onClick={() => setOpen(!open)}>
          {open ? 'Hide' : 'Preview'}
        </Button>
      </div>
      <div id={id}>{open && <Strip place={place} name={name} />}</div>
    </li>
  )
}

function NameField({ place: { set, index }, name, onDone }: Pick<DirectionRowProps, 'place'> & { name: string; onDone: () => void }) {
  const [draft, setDraft] = useState(name)
  const keep = () => {
    edit(({ directionNames }) => ({ directionNames: withName(directionNames, set, index, draft) }))
    onDone()
  }
  return (
    <input
      className={input.input}
      aria-label={`Name of ${name}`}
      value={draft}
      maxLength={MAX_NAME}
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to type here
      autoFocus
      onChange={({ currentTarget: { value } }) => setDraft(value)}
      onFocus={({ currentTarget }) => currentTarget.select()}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep()
        if (event.key !== 'Escape') return
        event.stopPropagation() // which would close the studio
        onDone()
      }}
    />
  )
}

const PREVIEWED = [-2, 0, 2] as const

/** The picture as it was when the strip was opened, so that it need not be drawn again with every move of a slider. */
function Strip({ place, name }: { place: DirectionRowProps['place']; name: string }) {
  const [blend] = useState(() => shownBlend(studioStore.getState()))
  if (blend === null) return null
  return (
    <div className={classes.strip}>
      {PREVIEWED.map((sigmas) => (
        <Preview key={sigmas} blend={blend} {...{ place, name, sigmas }} />
      ))}
    </div>
  )
}

interface PreviewProps {
  readonly blend: EditedBlend
  readonly place: DirectionRowProps['place']
  readonly name: string
  readonly sigmas: number
}

function Preview({ blend, place, name, sigmas }: PreviewProps) {
  const others = (blend.directions ?? []).map(({ zone = null, ...rest }): DirectionSetting => ({ ...rest, zone }))
  const directions = withSigmas(others, place, sigmas).map(({ zone, ...rest }) => ({ ...rest, ...(zone && { zone }) }))
  const pictures = useThumbnail({ ...blend, directions }, false)
  const signed = sigmas > 0 ? `+${sigmas}` : `${sigmas}`.replace('-', '−')
  return (
    <button
      type="button"
      className={classes.preview}
      aria-label={`${name} at ${signed} sigma`}
      onClick={() => edit((state) => ({ directions: withSigmas(state.directions, place, sigmas) }))}
    >
      <Picture pictures={pictures} index={0} />
      <span aria-hidden="true">{signed} σ</span>
    </button>
  )
}
