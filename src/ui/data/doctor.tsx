// The review dialog of a set: every picture as the networks will see it, the findings about the files, and which images are left out.
import { type KeyboardEvent, type ReactNode, useDeferredValue, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { Finding } from '../../spec/files.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useActions, useImageCache } from '../app/page-context.ts'
import { store, useStore } from '../app/store.ts'
import { Chips } from '../shared/chips.tsx'
import { countOf, formatCount } from '../shared/format.ts'
import input from '../shared/input.module.css'
import { LargeDialog } from '../shared/large-dialog.tsx'
import { useLayout } from '../shared/layout.ts'
import { Segmented } from '../shared/segmented.tsx'
import text from '../shared/text.module.css'
import { dataActions } from './actions.ts'
import { ContactSheet } from './contact-sheet.tsx'
import type { ReviewTab } from './data-slice.ts'
import classes from './doctor.module.css'
import { FindingsList } from './findings-list.tsx'
import { classCounts, imageClasses } from './image-classes.ts'
import { chipsOf, findingsByImage, type ImageFilter, shownFindings, shownImages } from './shown.ts'

export function Doctor() {
  const actions = useActions()
  const open = useStore(({ data }) => data.review !== null)
  const label = useStore(({ data }) => data.opened?.summary.label ?? '')
  return (
    <LargeDialog
      open={open}
      onOpenChange={(wanted) => !wanted && actions.review(null)}
      title={label}
      subtitle={<TakenCount />}
      testId="doctor"
    >
      <Images />
    </LargeDialog>
  )
}

function TakenCount() {
  const taken = useStore(({ data }) => data.opened?.summary.count ?? 0)
  const prepared = useStore(({ data }) => data.opened?.summary.prepared ?? 0)
  return (
    <p className={text.figures} role="status" data-testid="taken-count">
      {countOf(taken, 'image')} taken, {formatCount(prepared - taken)} left out
    </p>
  )
}

function useImageQuery() {
  const leftOutNow = () => store.getState().data.opened?.leftOut ?? new Set<number>()
  const [chosen, setChosen] = useState<{ filter: ImageFilter; leftOut: ReadonlySet<number> }>(() => ({
    filter: 'all',
    leftOut: leftOutNow(),
  }))
  const [typed, setText] = useState('')
  const text = useDeferredValue(typed.trim())
  const run = useStore(imageClasses)
  const [index, setClass] = useState<number | null>(null)
  const inClass = useMemo(() => (run && index !== null ? { index, ofImages: run.ofImages } : null), [run, index])
  const query = useMemo(() => ({ ...chosen, text, inClass }), [chosen, text, inClass])
  return { query, typed, setText, setClass, choose: (filter: ImageFilter) => setChosen({ filter, leftOut: leftOutNow() }) }
}

function Images() {
  const images = useImageCache()
  const summary = useStore(({ data }) => data.opened?.summary)
  const { query, typed, setText, setClass, choose } = useImageQuery()
  const pathsRead = useSyncExternalStore(images.subscribe, images.pathsRead)
  const searching = query.text !== ''
  useEffect(() => {
    images.wantPaths(searching)
    return () => images.wantPaths(false)
  }, [images, searching])

  const prepared = summary?.prepared ?? 0
  const all = summary?.findings ?? NO_FINDINGS
  const findings = useMemo(() => shownFindings(all, query), [all, query])
  const known = searching ? pathsRead : 0
  const reading = searching && pathsRead < prepared
  // `known` changes whenever more paths have been read, so that the filter runs again.
  const shown = useMemo(() => shownImages({ prepared, findings: all }, query, images.pathOf), [prepared, all, query, images, known])
  const byImage = useMemo(() => findingsByImage(all), [all])
  if (!summary) return null
  return (
    <>
      <div className={classes.bar}>
        <div className={classes.filters}>
          <Chips legend="Show" options={chipsOf(summary)} value={query.filter} onChange={choose} />
        </div>
        <ClassFilter value={query.inClass?.index ?? null} onChange={setClass} />
        <PathFilter text={typed} onChange={setText} progress={reading ? `${formatCount(pathsRead)} read` : null} />
        <ForAllShown shown={shown} />
      </div>
      {shown.length === 0 && !reading && (
        <p className={text.figures}>{query.inClass ? NONE_IN_CLASS : emptySentence(query.filter, searching)}</p>
      )}
      <Views found={findings.length} list={<FindingsList key={query.filter} findings={findings} />}>
        {shown.length > 0 && (
          <ContactSheet key={`${query.filter} ${query.text} ${query.inClass?.index}`} shown={shown} findings={byImage} />
        )}
      </Views>
    </>
  )
}

interface ViewsProps {
  readonly found: number
  readonly list: ReactNode
  /** The images, or false where there are none. */
  readonly children: ReactNode
}

/** Findings and images side by side, or one at a time on a narrow page. */
function Views({ found, list, children }: ViewsProps) {
  const narrow = useLayout(({ columns }) => columns === 1)
  const [view, setView] = useState<ReviewTab>(() => store.getState().data.review ?? 'images')
  const both = found > 0 && children !== false
  const options = [
    { value: 'images', label: 'Images' },
    { value: 'findings', label: `Findings (${formatCount(found)})` },
  ] as const
  return (
    <>
      {narrow && both && <Segmented label="View" options={options} value={view} onChange={setView} />}
      <div className={classes.body} data-split={both && !narrow}>
        {found > 0 && (!both || !narrow || view === 'findings') && list}
        {(!both || !narrow || view === 'images') && children}
      </div>
    </>
  )
}

const NONE_IN_CLASS = 'No such image is in this class.'

interface ClassFilterProps {
  readonly value: number | null
  readonly onChange: (index: number | null) => void
}

/** The classes of the run on these images. */
function ClassFilter({ value, onChange }: ClassFilterProps) {
  const run = useStore(imageClasses)
  const counts = useMemo(() => run && classCounts(run), [run])
  if (counts === null) return null
  return (
    <label>
      <span className="visually-hidden">Class in the run</span>
      <select
        className={input.select}
        value={value ?? ''}
        onChange={({ currentTarget: { value: chosen } }) => onChange(chosen === '' ? null : Number(chosen))}
      >
        <option value="">All classes</option>
        {counts.map(({ index, name, count }) => (
          <option key={index} value={index}>
            {name} ({formatCount(count)})
          </option>
        ))}
      </select>
    </label>
  )
}

const NO_FINDINGS: readonly Finding[] = []

function emptySentence(filter: ImageFilter, searching: boolean): string {
  if (searching) return 'No image path matches.'
  return filter === 'left-out' ? 'No image is left out.' : 'These files became no images.'
}

interface PathFilterProps {
  readonly text: string
  readonly onChange: (text: string) => void
  /** Progress of reading the paths; null when done. */
  readonly progress: string | null
}

function PathFilter({ text: typed, onChange, progress }: PathFilterProps) {
  // The first Esc clears the text, the next one closes the dialog.
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape' || typed === '') return
    event.preventDefault()
    event.stopPropagation()
    onChange('')
  }
  return (
    <label className={classes.search}>
      <span className="visually-hidden">Part of the path</span>
      <input
        type="search"
        className={input.input}
        placeholder="Part of the path"
        value={typed}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {progress && <span className={text.figures}>{progress}</span>}
    </label>
  )
}

function ForAllShown({ shown }: { shown: readonly number[] }) {
  return (
    <div className={classes.forAll}>
      <ActionButton action={dataActions.undoTakeAll} kind="quiet" />
      <ActionButton action={dataActions.takeAllShown} target={shown} />
      <ActionButton action={dataActions.leaveOutAllShown} target={shown} />
    </div>
  )
}
