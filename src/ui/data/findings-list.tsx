// The findings about the files as a virtualised list, with the choice to leave an image out.

import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { FINDING_KINDS, type Finding } from '../../spec/files.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import { formatCount } from '../shared/format.ts'
import text from '../shared/text.module.css'
import { dataActions } from './actions.ts'
import { CachedPicture } from './cached-picture.tsx'
import grid from './contact-grid.module.css'
import { countFindings } from './data-slice.ts'
import classes from './doctor.module.css'
import { useWanted } from './use-images.ts'

/** Estimated height of an entry in pixels, before it is measured. */
const ESTIMATED_HEIGHT = 92
const OVERSCAN = 4

export function FindingsList({ findings }: { findings: readonly Finding[] }) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: findings.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATED_HEIGHT,
    overscan: OVERSCAN,
    getItemKey: (index) => keyOf(findings[index]),
  })
  const items = virtualizer.getVirtualItems()
  const inSight = items.flatMap(({ index }) => findings[index]?.image ?? [])
  useWanted('findings', inSight)
  return (
    <section className={classes.findings} aria-label="Findings" data-testid="findings-list">
      <Paging listed={findings.length} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <div ref={scroller} className={grid.scroller} tabIndex={0}>
        <ul className={grid.canvas} style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ key, index, start }) => {
            const finding = findings[index]
            return (
              <li
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                className={classes.finding}
                aria-setsize={findings.length}
                aria-posinset={index + 1}
                style={{ transform: `translateY(${start}px)` }}
              >
                {finding && <Entry finding={finding} />}
              </li>
            )
          })}
        </ul>
      </div>
    </section>
  )
}

/** A file may have several findings of one kind. */
const keyOf = (finding: Finding | undefined) => `${finding?.kind} ${finding?.path} ${finding?.sentence}`

/** The trainer sends long lists in parts: how many are listed, and a button for the next part. */
function Paging({ listed }: { listed: number }) {
  const summary = useStore(({ data }) => data.opened?.summary)
  if (!summary) return null
  const received = summary.findings.length
  const all = countFindings(summary)
  const cut = all > received ? ` Of ${formatCount(all)} in all, the first ${formatCount(received)} are listed.` : ''
  return (
    <>
      <p className={text.figures} role="status">
        {formatCount(listed)} {listed === 1 ? 'finding' : 'findings'}.{cut}
      </p>
      {all > received && <ActionButton action={dataActions.listMoreFindings} className={classes.more} />}
    </>
  )
}

function Entry({ finding: { path, kind, sentence, image } }: { finding: Finding }) {
  return (
    <>
      {image !== null && (
        <span className={classes.thumbnail}>
          <CachedPicture image={image} />
        </span>
      )}
      <div className={classes.findingText}>
        <b>{path}</b>
        <span className={classes.kind}>{FINDING_KINDS[kind].label}</span>
        <p>{sentence}</p>
        {image !== null && <Choice image={image} path={path} />}
      </div>
    </>
  )
}

function Choice({ image, path }: { image: number; path: string }) {
  const out = useStore(({ data }) => data.opened?.leftOut.has(image) ?? false)
  return <ActionButton action={dataActions.takeImage} target={{ image, path, out }} small className={classes.choice} />
}
