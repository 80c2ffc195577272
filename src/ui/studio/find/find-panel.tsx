// Find a photo in latent space: the picture of this generator that is nearest to it, which is then a point of the studio like any other.
import { useId, useState } from 'react'
import type { ListedFile } from '../../../protocol.ts'
import { SEARCHED_SEEDS } from '../../../spec/find-latent.ts'
import { ActionButton } from '../../app/action-button.tsx'
import { useFilePaste } from '../../app/hooks.ts'
import { useActions } from '../../app/page-context.ts'
import { useStore } from '../../app/store.ts'
import { useFileDrop } from '../../app/use-file-drop.ts'
import { fromInput, readDrop } from '../../data/collect-files.ts'
import { takeAwayBlocker } from '../../export/actions.ts'
import { SelectField } from '../../export/select-field.tsx'
import { Button } from '../../shared/button.tsx'
import { formatCount, formatPercent } from '../../shared/format.ts'
import { FilesIcon, WarningIcon } from '../../shared/icons.tsx'
import { aboutLeft } from '../../shared/pace.ts'
import { Picture } from '../../shared/picture.tsx'
import text from '../../shared/text.module.css'
import { WorkStatus } from '../../shared/work-status.tsx'
import { className, classNames, drawnClasses } from '../../train/class-names.ts'
import { studioStore } from '../state/studio-store.ts'
import { describeFound, formatError } from './describe-find.ts'
import { findActions } from './find-actions.ts'
import classes from './find-panel.module.css'
import type { FindSlice } from './find-slice.ts'

const ONE = 'Drop one picture alone: each has a latent of its own.'

export function FindPanel() {
  const find = useStore((state) => state.find)
  const [index, setIndex] = useState<number | null>(null)
  return (
    <section className={classes.panel} aria-labelledby="find-title" data-testid="find">
      <h3 id="find-title" className={classes.title}>
        Find a photo
      </h3>
      <PhotoField index={index} />
      <ClassField index={index} onChange={setIndex} />
      {find.problem !== null && (
        <div className={classes.problem} role="alert" data-testid="find-problem">
          <WarningIcon />
          <p>{find.problem}</p>
        </div>
      )}
      <Comparison find={find} />
      <Progress underWay={find.underWay} />
      <Result find={find} />
    </section>
  )
}

/** Takes a file from the picker, from the clipboard, or dropped anywhere in the studio. */
function PhotoField({ index }: { readonly index: number | null }) {
  const actions = useActions()
  const id = useId()
  const blocked = useStore(takeAwayBlocker)
  function take([photo, ...others]: readonly ListedFile[]) {
    if (photo === undefined) return
    if (blocked !== null) actions.refusePhoto(blocked)
    else if (others.length > 0) actions.refusePhoto(ONE)
    else actions.findLatent(photo, studioStore.getState().snapshot, index)
  }
  const unreadable = () => actions.refusePhoto('What was dropped could not be read. Choose a file instead.')
  const over = useFileDrop((transfer) => void readDrop(transfer).then(take, unreadable))
  const takeList = (files: FileList) => void fromInput(files).then(({ files: picked }) => take(picked))
  useFilePaste(takeList)
  const choose = () => {
    const input = document.getElementById(id)
    if (input instanceof HTMLInputElement) input.click()
  }
  return (
    <div className={classes.drop} data-over={over} data-testid="find-drop">
      <p>Drop a photo: the nearest picture that this generator can draw.</p>
      <Button small blocked={blocked} onClick={choose}>
        <FilesIcon />
        Choose a photo
      </Button>
      <input
        id={id}
        type="file"
        hidden
        accept="image/*"
        onChange={({ currentTarget }) => {
          if (currentTarget.files) takeList(currentTarget.files)
          currentTarget.value = '' // so that the same file can be chosen again
        }}
      />
    </div>
  )
}

const ANY = -1

function ClassField({ index, onChange }: { readonly index: number | null; readonly onChange: (index: number | null) => void }) {
  const names = useStore(classNames)
  const drawn = useStore(drawnClasses)
  if (drawn.length === 0) return null
  const options = [{ value: ANY, label: 'Any' }, ...drawn.map((value) => ({ value, label: className(names, value) ?? '' }))]
  return <SelectField label="Class" value={index ?? ANY} options={options} onChange={(value) => onChange(value === ANY ? null : value)} />
}

/** The photo and the nearest picture so far, side by side. */
function Comparison({ find: { name, target, nearest, found } }: { readonly find: FindSlice }) {
  if (target === null) return null
  return (
    <div className={classes.pictures}>
      <figure>
        <span className={classes.picture} role="img" aria-label={`The photo ${name ?? ''}, as the images of the run were prepared`}>
          <Picture pictures={target.picture} index={0} />
        </span>
        <figcaption>
          <b>Photo</b>
          <span className={text.soft}>as training saw its images</span>
        </figcaption>
      </figure>
      <figure>
        <span className={classes.picture} role="img" aria-label="The nearest picture so far">
          <Picture pictures={nearest?.picture ?? null} index={0} />
        </span>
        <figcaption>
          <b>{found ? 'Nearest picture' : 'Nearest so far'}</b>
          <span className={text.soft}>{nearest ? `${formatError(nearest.error)} off` : 'not yet drawn'}</span>
        </figcaption>
      </figure>
      {target.notes.map((note) => (
        <p key={note} className={text.soft}>
          {note}
        </p>
      ))}
    </div>
  )
}

function Progress({ underWay }: { readonly underWay: FindSlice['underWay'] }) {
  const training = useStore(({ run }) => run.state === 'running')
  if (underWay === null) return null
  const { share, left, cancelling } = underWay
  const timeLeft = aboutLeft(left)
  return (
    <WorkStatus
      label="Search for the nearest picture"
      share={share > 0 ? share : undefined}
      cancel={<ActionButton action={findActions.cancel} small />}
      testId="find-progress"
    >
      {share > 0 ? `Searching, ${formatPercent(share)}` : 'The search begins'}
      {timeLeft && `, ${timeLeft}`}.{cancelling && ' It is being cancelled.'}
      {training && !cancelling && ' Training goes on, a little slower.'}
    </WorkStatus>
  )
}

function Result({ find: { name, found } }: { readonly find: FindSlice }) {
  const names = useStore(classNames)
  if (found === null) {
    return (
      <p className={text.soft}>
        {`It looks at ${SEARCHED_SEEDS} seeds and improves the best of them step by step. A small generator cannot draw what it never saw: expect a relative of the photo, not a copy.`}
      </p>
    )
  }
  const named = className(names, found.class)
  return (
    <div className={classes.result} data-testid="find-result">
      <p>
        {describeFound(found)} {`Step ${formatCount(found.step)}${named === null ? '' : `, class ${named}`}.`}
      </p>
      <p className={text.soft}>What the generator never saw it cannot draw: the rest of the difference is what it has not learned.</p>
      <div className={classes.buttons}>
        <ActionButton action={findActions.use} target={found} kind="primary" small />
        <ActionButton action={findActions.star} target={{ found, name }} small />
      </div>
    </div>
  )
}
