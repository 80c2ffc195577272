// A cluster to be named: its nine most typical images, its label, splitting and merging.
import { useId } from 'react'
import { ActionButton } from '../app/action-button.tsx'
import { useAsk } from '../app/question.tsx'
import { useStore } from '../app/store.ts'
import { CachedPicture } from '../data/cached-picture.tsx'
import { useWanted } from '../data/use-images.ts'
import bar from '../shared/bar.module.css'
import cards from '../shared/cards.module.css'
import { countOf, formatCount } from '../shared/format.ts'
import { CheckIcon } from '../shared/icons.tsx'
import input from '../shared/input.module.css'
import text from '../shared/text.module.css'
import { labelsActions } from './actions.ts'
import classes from './group-card.module.css'
import { type Group, type Groups, shownOf } from './groups.ts'
import { LabelChoice } from './label-choice.tsx'
import { labelOf } from './session.ts'
import { useSession } from './use-labelling.ts'

interface GroupCardProps {
  readonly group: Group
  /** Starting at 0. */
  readonly place: number
  readonly groups: Groups
}

const nameOf = (place: number) => `Cluster ${place + 1}`

export function GroupCard({ group, place, groups }: GroupCardProps) {
  const id = useId()
  const { images } = group
  const shown = shownOf(group)
  const whole = useStore(({ labels }) => labels.whole)
  const own = whole ? images : shown
  const label = useCommonLabel(own)
  useWanted(`label-group-${group.id}`, shown)
  return (
    <li
      className={`${cards.card} ${classes.card}`}
      tabIndex={-1}
      data-group={group.id}
      data-done={label !== null}
      data-testid="label-cluster"
      aria-labelledby={id}
    >
      <div className={classes.cardHead}>
        <b id={id}>
          {nameOf(place)}, {countOf(images.length, 'image')}
        </b>
        {label !== null && (
          <span className={classes.done}>
            <CheckIcon />
            {label}
          </span>
        )}
      </div>
      <div className={classes.typical} role="img" aria-label={`The most typical images of ${nameOf(place).toLowerCase()}`}>
        {shown.map((image) => (
          <CachedPicture key={image} image={image} />
        ))}
      </div>
      <LabelChoice
        what={nameOf(place).toLowerCase()}
        action={labelsActions.labelAll}
        targetOf={(name) => ({ images: own, name })}
        placeholder="All of these are…"
        marked={label}
      />
      <div className={bar.bar}>
        <ActionButton action={labelsActions.splitCluster} target={{ id: group.id, images, name: nameOf(place) }} small />
        <Merge group={group} groups={groups} place={place} />
      </div>
    </li>
  )
}

/** The label that all of them have; null where they differ or have none. */
function useCommonLabel(images: readonly number[]): string | null {
  const { labels } = useSession()
  const first = images[0]
  if (first === undefined) return null
  return images.every((image) => labels.ofImages[image] === labels.ofImages[first]) ? labelOf(labels, first) : null
}

function Merge({ group, groups, place }: GroupCardProps) {
  const ask = useAsk()
  if (groups.list.length < 2) return null
  return (
    <label className={text.soft}>
      <span className="visually-hidden">Merge {nameOf(place).toLowerCase()} with</span>
      <select
        className={`${input.select} ${classes.merge}`}
        value=""
        onChange={(event) => ask(labelsActions.mergeClusters, { from: group.id, into: Number(event.currentTarget.value) })}
      >
        <option value="" disabled>
          Merge with…
        </option>
        {groups.list.map((other, at) =>
          other === group ? null : (
            <option key={other.id} value={other.id}>
              {nameOf(at)} ({formatCount(other.images.length)})
            </option>
          ),
        )}
      </select>
    </label>
  )
}
