// Pictures to take away: how many, of which seeds and class, how large, one by one in a zip or all on one sheet.
import { type ExportRequest, MAX_ZIPPED_PICTURES } from '../../spec/exports.ts'
import { squareColumns } from '../../spec/films.ts'
import { estimatePngs, fitsSheet, MAX_SHEET_SIDE, sheetSize, zipProblem } from '../../spec/picture-sheet.ts'
import { MAX_SEED } from '../../spec/read-picture-code.ts'
import { formatBytes } from '../../spec/words.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import { countOf, formatCount } from '../shared/format.ts'
import { Picture } from '../shared/picture.tsx'
import text from '../shared/text.module.css'
import { className, classNames, drawnClasses } from '../train/class-names.ts'
import { exportActions } from './actions.ts'
import { ChoiceRow } from './choice-row.tsx'
import { chosenSnapshot } from './chosen-snapshot.ts'
import form from './form.module.css'
import { NumberField } from './number-field.tsx'
import { pictureSize } from './picture-size.ts'
import { firstPoints } from './points.ts'
import { ScalingRow } from './scaling-row.tsx'
import { SelectField } from './select-field.tsx'
import type { FormProps, PicturesForm } from './take-away-state.ts'

const MAX = { zip: MAX_ZIPPED_PICTURES, sheet: 1024 }
const FACTORS = [1, 2, 4, 8, 16] as const
const BY_FREQUENCY = -1
const AS = [
  { value: 'zip', label: 'Zip, one PNG each' },
  { value: 'sheet', label: 'One sheet' },
] as const

export function PicturesSection({ form: chosen, change }: FormProps<PicturesForm>) {
  const size = useStore(pictureSize)
  const drawn = useStore(drawnClasses)
  const names = useStore(classNames)
  const { as, first, count, factor, smooth } = chosen
  const of = drawn.includes(chosen.class ?? BY_FREQUENCY) ? chosen.class : null
  const problem = problemOf(chosen, size)
  const target = { label: `Make ${as === 'zip' ? 'the zip' : 'the sheet'}`, request: requestOf({ ...chosen, class: of }), problem }
  return (
    <div className={form.columns}>
      <div className={form.form}>
        <ChoiceRow label="As" options={AS} value={as} onChange={(value) => change({ as: value, count: Math.min(count, MAX[value]) })} />
        <NumberField label="How many" value={count} min={1} max={MAX[as]} onChange={(value) => change({ count: value })} />
        <NumberField label="First seed" value={first} min={0} max={MAX_SEED - MAX.zip} onChange={(value) => change({ first: value })} />
        {drawn.length > 0 && (
          <SelectField
            label="Class"
            value={of ?? BY_FREQUENCY}
            options={[
              { value: BY_FREQUENCY, label: 'Mixed, by frequency' },
              ...drawn.map((each) => ({ value: each, label: className(names, each) ?? '' })),
            ]}
            onChange={(value) => change({ class: value === BY_FREQUENCY ? null : value })}
          />
        )}
        <SelectField
          label="Size of each"
          value={factor}
          options={FACTORS.map((value) => ({ value, label: `${size * value} × ${size * value} px` }))}
          onChange={(value) => change({ factor: value })}
        />
        {factor > 1 && <ScalingRow smooth={smooth} onChange={(value) => change({ smooth: value })} />}
        <p className={text.soft}>{describePictures(chosen, size)}</p>
        {problem && <p className={form.problem}>{problem}</p>}
        <div>
          <ActionButton action={exportActions.makeFile} target={target} kind="primary" />
        </div>
      </div>
      <FirstPictures first={first} count={count} of={of} />
    </div>
  )
}

function requestOf({ as, first, count, class: of, factor, smooth }: PicturesForm): ExportRequest {
  const points = firstPoints(count, first, of)
  if (as === 'zip') return { kind: 'pictures', points, factor, smooth }
  return { kind: 'sheet', points, columns: squareColumns(count), factor, smooth }
}

function problemOf({ as, count, factor, smooth }: PicturesForm, size: number): string | null {
  if (as === 'zip') return zipProblem({ count, size }, { factor, smooth })
  const { width, height } = sheetSize({ count, size }, { columns: squareColumns(count), factor })
  return fitsSheet({ width, height })
    ? null
    : `The sheet would be ${formatCount(width)} pixels wide, and most programs open ${formatCount(MAX_SHEET_SIDE)}: take fewer or smaller pictures.`
}

function describePictures({ as, count, factor, smooth }: PicturesForm, size: number): string {
  const about = `about ${formatBytes(estimatePngs({ count, size }, { factor, smooth }, as === 'zip' ? count : 1))}`
  if (as === 'zip') return `${countOf(count, 'PNG')} and seeds.json, ${about}. Each PNG carries the code that draws the same picture again.`
  const { width, height } = sheetSize({ count, size }, { columns: squareColumns(count), factor })
  return `One PNG of ${formatCount(width)} × ${formatCount(height)} pixels, ${about}.`
}

/** Those that are on the wall anyway. */
function FirstPictures({ first, count, of }: { first: number; count: number; of: number | null }) {
  const grid = useStore(({ samples }) => samples.grid)
  const step = useStore((state) => chosenSnapshot(state)?.step ?? null)
  if (grid === null) return null
  const cells = grid.seeds.flatMap((seed, cell) => {
    const isMeant = seed >= first && seed < first + count && (of === null || grid.classes?.[cell] === of)
    return isMeant ? cell : []
  })
  if (cells.length === 0) return null
  return (
    <figure className={form.wall} aria-label={`${countOf(cells.length, 'of these picture')} as the page shows them now`}>
      {cells.map((cell) => (
        <Picture key={cell} pictures={grid.pictures} index={cell} />
      ))}
      <figcaption className={text.soft}>
        {cells.length === count ? 'As' : `${formatCount(cells.length)} of them, as`} they are on the page now.
        {step !== null && step !== grid.step && ` The file shows them at step ${formatCount(step)}.`}
      </figcaption>
    </figure>
  )
}
