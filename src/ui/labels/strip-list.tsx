// The three strips of suggestions: sure, unsure, looks mislabelled. A click asks about an image.
import { useActions } from '../app/page-context.ts'
import { CachedPicture } from '../data/cached-picture.tsx'
import { useWanted } from '../data/use-images.ts'
import { formatCount, formatPercent } from '../shared/format.ts'
import picture from '../shared/picture-button.module.css'
import text from '../shared/text.module.css'
import parts from './parts.module.css'
import { labelOf } from './session.ts'
import classes from './strip-list.module.css'
import type { StripName, Suggestion } from './strips.ts'
import { useSession, useStrips } from './use-labelling.ts'

/** The others come up as these are answered. */
const SHOWN = 24

const STRIPS: readonly { readonly name: StripName; readonly label: string; readonly empty: string }[] = [
  { name: 'unsure', label: 'Unsure', empty: 'None.' },
  { name: 'mislabelled', label: 'Looks mislabelled', empty: 'No label looks like a mistake.' },
  { name: 'sure', label: 'Sure', empty: 'None yet.' },
]

export function StripList({ asked }: { asked: number | null }) {
  const strips = useStrips()
  const isEmpty = STRIPS.every(({ name }) => strips[name].length === 0)
  if (isEmpty) return null
  return STRIPS.map(({ name, label, empty }) => (
    <Strip key={name} name={name} label={label} empty={empty} strip={strips[name]} asked={asked} />
  ))
}

interface StripProps {
  readonly name: StripName
  readonly label: string
  readonly empty: string
  readonly strip: readonly Suggestion[]
  readonly asked: number | null
}

function Strip({ name, label, empty, strip, asked }: StripProps) {
  const shown = strip.slice(0, SHOWN)
  useWanted(
    `strip-${name}`,
    shown.map(({ image }) => image),
  )
  return (
    <section aria-label={label} data-testid={`strip-${name}`}>
      <h3 className={parts.heading}>
        {label} <span className={text.soft}>{formatCount(strip.length)}</span>
      </h3>
      {strip.length === 0 && <p className={text.soft}>{empty}</p>}
      <ul className={classes.strip}>
        {shown.map((suggestion) => (
          <Cell key={suggestion.image} suggestion={suggestion} strip={name} current={suggestion.image === asked} />
        ))}
      </ul>
    </section>
  )
}

function Cell({ suggestion: { image, name, confidence }, strip, current }: { suggestion: Suggestion; strip: StripName; current: boolean }) {
  const actions = useActions()
  const { labels } = useSession()
  const label = labelOf(labels, image)
  return (
    <li>
      <button
        type="button"
        className={`${picture.button} ${classes.cell}`}
        aria-current={current}
        onClick={() => actions.askAbout(image, strip)}
      >
        <CachedPicture image={image} />
        <span className="visually-hidden">
          Image {formatCount(image + 1)}, {label !== null && 'labelled '}
        </span>
        {label !== null && label !== name && (
          <>
            <del className={classes.cellName}>{label}</del>
            <span className="visually-hidden">, </span>
          </>
        )}
        {label !== name && <span className="visually-hidden">suggested </span>}
        <span className={classes.cellName}>{name}</span>
        <span className="visually-hidden">, </span>
        <span>{formatPercent(confidence)}</span>
      </button>
    </li>
  )
}
