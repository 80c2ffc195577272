// The training image nearest to each of the first samples, to check for copies.

import { useId, useMemo, useState } from 'react'
import type { ScoreReport } from '../../spec/scores.ts'
import { useStore } from '../app/store.ts'
import { CachedPicture } from '../data/cached-picture.tsx'
import { useImageName, useWanted } from '../data/use-images.ts'
import type { Shown } from '../scores/scores-slice.ts'
import { formatCount, formatDistance } from '../shared/format.ts'
import { Picture } from '../shared/picture.tsx'
import text from '../shared/text.module.css'
import classes from './nearest-images.module.css'

type Pair = ScoreReport['nearest'][number]

export function NearestImages({ report }: { report: ScoreReport }) {
  const [open, setOpen] = useState(false)
  const shown = useStore((state) => state.scores.shown)
  const set = useStore((state) => state.data.opened?.id ?? null)
  if (report.nearest.length === 0 || shown === null || shown.set !== set) return null
  return (
    <details className={classes.nearest} data-testid="nearest-images" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Samples next to their nearest training images</summary>
      {open && <Pairs report={report} grid={shown.grid} />}
    </details>
  )
}

function Pairs({ report: { step, nearest }, grid }: { report: ScoreReport; grid: Shown['grid'] }) {
  const view = useId()
  const pairs = useMemo(() => [...nearest].sort((one, other) => one.distance - other.distance), [nearest])
  useWanted(view, pairs.map(({ image }) => image)) // biome-ignore format: one line says it
  return (
    <>
      <p className={`${text.pretty} ${classes.explanation}`}>
        Closest pairs first; left the sample, right the training image. Distances are in feature space.
        {grid &&
          grid.step !== step &&
          ` The samples were drawn at step ${formatCount(grid.step)}, the nearest images found at ${formatCount(step)}.`}
      </p>
      <ul className={classes.pairs}>
        {pairs.map((pair) => (
          <NearestPair key={pair.seed} pair={pair} grid={grid} />
        ))}
      </ul>
    </>
  )
}

function NearestPair({ pair: { seed, image, distance }, grid }: { pair: Pair; grid: Shown['grid'] }) {
  const name = useImageName(image)
  const cell = grid?.seeds.indexOf(seed) ?? -1
  return (
    <li className={classes.pair} title={name}>
      {cell >= 0 ? <Picture pictures={grid?.pictures ?? null} index={cell} /> : <span className={classes.unseen}>seed {seed}</span>}
      <CachedPicture image={image} />
      <p className={classes.caption}>
        <span className="visually-hidden">
          Sample, seed {seed}, and {name}. Distance{' '}
        </span>
        {formatDistance(distance)}
      </p>
    </li>
  )
}
