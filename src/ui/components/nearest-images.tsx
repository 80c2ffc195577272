// Of the first samples the training image nearest to each: whoever suspects copies looks here.
import { useEffect, useId, useMemo, useState, useSyncExternalStore } from 'react'
import type { ScoreReport } from '../../spec/scores.ts'
import { PAGE } from '../images/page-cache.ts'
import { useSession } from '../session/session-context.ts'
import type { Shown } from '../store/scores-slice.ts'
import { useStore } from '../store/store.ts'
import { formatCount, formatDistance } from '../text/format.ts'
import classes from './nearest-images.module.css'
import { Picture } from './picture.tsx'

type Pair = ScoreReport['nearest'][number]

export function NearestImages({ report }: { report: ScoreReport }) {
  const [open, setOpen] = useState(false)
  const shown = useStore((state) => state.scores.shown)
  const set = useStore((state) => state.data.opened?.id ?? null)
  if (report.nearest.length === 0 || shown === null || shown.set !== set) return null
  return (
    <details className={classes.nearest} data-testid="nearest-images" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Samples beside their nearest training images</summary>
      {open && <Pairs report={report} grid={shown.grid} />}
    </details>
  )
}

function Pairs({ report: { step, nearest }, grid }: { report: ScoreReport; grid: Shown['grid'] }) {
  const { images } = useSession()
  const view = useId()
  const pairs = useMemo(() => [...nearest].sort((one, other) => one.distance - other.distance), [nearest])
  useEffect(() => {
    images.want(
      view,
      pairs.map(({ image }) => image),
    )
    return () => images.want(view, [])
  }, [images, view, pairs])
  return (
    <>
      <p className={classes.soft}>
        Closest pairs first; left the sample, right the training image. The distance is that of the features.
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
  const { images } = useSession()
  const page = useSyncExternalStore(images.subscribe, () => images.picturesOf(image))
  const path = useSyncExternalStore(images.subscribe, () => images.pathOf(image)) ?? `Image ${formatCount(image + 1)}`
  const cell = grid?.seeds.indexOf(seed) ?? -1
  return (
    <li className={classes.pair} title={path}>
      {cell >= 0 ? <Picture pictures={grid?.pictures ?? null} index={cell} /> : <span className={classes.unseen}>seed {seed}</span>}
      <Picture pictures={page} index={image % PAGE} />
      <p className={classes.caption}>
        <span className="visually-hidden">
          Sample, seed {seed}, and {path}. Distance{' '}
        </span>
        {formatDistance(distance)}
      </p>
    </li>
  )
}
