// A cluster of similar images: its name, its most typical images, all of them on demand, and leaving it out of training.

import { useCallback, useId, useState } from 'react'
import { ActionButton } from '../app/action-button.tsx'
import { chooseBlocker } from '../app/blockers.ts'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { CachedPicture } from '../data/cached-picture.tsx'
import { ContactGrid } from '../data/contact-grid.tsx'
import { useLeftOut, useWanted } from '../data/use-images.ts'
import bar from '../shared/bar.module.css'
import { Button } from '../shared/button.tsx'
import cards from '../shared/cards.module.css'
import { countOf, formatCount } from '../shared/format.ts'
import input from '../shared/input.module.css'
import text from '../shared/text.module.css'
import { analysisActions } from './actions.ts'
import classes from './clusters.module.css'
import { useFeatures } from './features-state.ts'
import { clusterName, type Group } from './grouping.ts'

/** One row. */
const TYPICAL = 8
const NO_NAMES: ReadonlyMap<number, string> = new Map()

interface ClusterCardProps {
  readonly group: Group
  readonly typical: readonly number[]
}

export function ClusterCard({ group, typical }: ClusterCardProps) {
  const { cluster, images, name } = group
  const [open, setOpen] = useState(false)
  const shown = typical.slice(0, TYPICAL)
  useWanted(`cluster-${cluster}`, shown)
  return (
    <li className={cards.card} data-testid="cluster">
      <div className={classes.head}>
        <NameField cluster={cluster} />
        <span className={text.soft}>{countOf(images.length, 'image')}</span>
      </div>
      <div className={classes.typical} role="img" aria-label={`Typical images of ${name}`}>
        {shown.map((image) => (
          <CachedPicture key={image} image={image} />
        ))}
      </div>
      <div className={bar.bar}>
        <Button small pressed={open} onClick={() => setOpen(!open)}>
          {open ? 'Hide' : `Show all ${formatCount(images.length)}`}
          <span className="visually-hidden"> of {name}</span>
        </Button>
        <LeaveOut group={group} />
      </div>
      {open && <All group={group} />}
    </li>
  )
}

function NameField({ cluster }: { cluster: number }) {
  const { work, rename } = useFeatures()
  const defaultName = clusterName(cluster, NO_NAMES)
  return (
    <label className={classes.name}>
      <span className="visually-hidden">Name of {defaultName.toLowerCase()}</span>
      <input
        type="text"
        className={input.input}
        placeholder={`${defaultName}: name it`}
        autoComplete="off"
        value={work.names.get(cluster) ?? ''}
        onChange={(event) => rename(cluster, event.currentTarget.value)}
      />
    </label>
  )
}

function LeaveOut({ group: { cluster, images, name } }: { group: Group }) {
  const { work, noteLeftOut } = useFeatures()
  const leftOut = useLeftOut()
  const taken = images.filter((image) => !leftOut.has(image))
  const undo = work.leftOut.get(cluster)
  const out = images.length - taken.length

  return (
    <>
      <ActionButton
        action={analysisActions.leaveOutCluster}
        target={{ name, images, taken, undo, noteLeftOut: (which) => noteLeftOut(cluster, which) }}
        small
      />
      {out > 0 && <span className={text.soft}>{taken.length === 0 ? 'left out of training' : `${formatCount(out)} of them left out`}</span>}
    </>
  )
}

/** All its images; a click leaves one out or takes it back. */
function All({ group: { cluster, images, name } }: { group: Group }) {
  const id = useId()
  const actions = useActions()
  const blocked = useStore(chooseBlocker)
  const leftOut = useLeftOut()
  const cellState = useCallback(
    (image: number) => {
      const out = leftOut.has(image)
      return { description: out ? 'left out' : 'taken', selected: !out, out, highlighted: false, badge: null }
    },
    [leftOut],
  )
  function choose(place: number) {
    const image = images[place]
    if (image !== undefined) actions.takeImages([image], leftOut.has(image))
  }
  return (
    <div className={classes.all}>
      <p id={id} className={text.soft}>
        {blocked ?? 'Click an image to leave it out of training or take it back.'}
      </p>
      <ContactGrid
        label={`Images of ${name}`}
        describedBy={id}
        shown={images}
        cellState={cellState}
        several
        view={`cluster-${cluster}-all`}
        onChoose={choose}
      />
    </div>
  )
}
