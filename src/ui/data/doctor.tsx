// Looking through the images of a set: every picture as the networks will see it, what there is to say of the files, and which are left out.

import { Dialog } from '@base-ui/react/dialog'
import { type KeyboardEvent, type ReactNode, useDeferredValue, useEffect, useId, useMemo, useState, useSyncExternalStore } from 'react'
import type { Finding } from '../../spec/files.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useActions, useImageCache } from '../app/page-context.ts'
import { store, useStore } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import dialog from '../shared/dialog.module.css'
import { countOf, formatCount } from '../shared/format.ts'
import { CrossIcon } from '../shared/icons.tsx'
import { useLayout } from '../shared/layout.ts'
import { Segmented } from '../shared/segmented.tsx'
import { dataActions } from './actions.ts'
import { ContactSheet } from './contact-sheet.tsx'
import type { ReviewTab } from './data-slice.ts'
import classes from './doctor.module.css'
import { FindingsList } from './findings-list.tsx'
import { chipsOf, findingsByImage, type ImageFilter, shownFindings, shownImages } from './shown.ts'

export function Doctor() {
  const actions = useActions()
  const open = useStore(({ data }) => data.review !== null)
  const close = () => actions.review(null)
  return (
    <Dialog.Root open={open} onOpenChange={(wanted) => !wanted && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.backdrop} />
        <Dialog.Popup className={classes.popup} data-testid="doctor">
          <div className={classes.head}>
            <Heading />
            <Button kind="quiet" label="Close" onClick={close}>
              <CrossIcon />
            </Button>
          </div>
          <Images />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Heading() {
  const label = useStore(({ data }) => data.opened?.summary.label ?? '')
  const taken = useStore(({ data }) => data.opened?.summary.count ?? 0)
  const prepared = useStore(({ data }) => data.opened?.summary.prepared ?? 0)
  return (
    <div className={classes.heading}>
      <Dialog.Title className={dialog.title}>{label}</Dialog.Title>
      <p className={classes.soft} role="status" data-testid="taken-count">
        {countOf(taken, 'image')} taken, {formatCount(prepared - taken)} left out
      </p>
    </div>
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
  const query = useMemo(() => ({ ...chosen, text }), [chosen, text])
  return { query, typed, setText, choose: (filter: ImageFilter) => setChosen({ filter, leftOut: leftOutNow() }) }
}

function Images() {
  const images = useImageCache()
  const summary = useStore(({ data }) => data.opened?.summary)
  const { query, typed, setText, choose } = useImageQuery()
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
  // `known` stands for the paths: with more of them more images are found.
  const shown = useMemo(() => shownImages({ prepared, findings: all }, query, images.pathOf), [prepared, all, query, images, known])
  const byImage = useMemo(() => findingsByImage(all), [all])
  if (!summary) return null
  return (
    <>
      <div className={classes.bar}>
        <Chips filter={query.filter} onChoose={choose} />
        <PathFilter text={typed} onChange={setText} progress={reading ? `${formatCount(pathsRead)} read` : null} />
        <ForAllShown shown={shown} />
      </div>
      {shown.length === 0 && !reading && <p className={classes.soft}>{emptySentence(query.filter, searching)}</p>}
      <Views found={findings.length} list={<FindingsList key={query.filter} findings={findings} />}>
        {shown.length > 0 && <ContactSheet key={`${query.filter} ${query.text}`} shown={shown} findings={byImage} />}
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

/** Findings and images beside each other where there is room, one of the two where there is not. */
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

const NO_FINDINGS: readonly Finding[] = []

function emptySentence(filter: ImageFilter, searching: boolean): string {
  if (searching) return 'No image has a path like that.'
  return filter === 'left-out' ? 'No image is left out.' : 'These files became no images.'
}

function Chips({ filter, onChoose }: { filter: ImageFilter; onChoose: (filter: ImageFilter) => void }) {
  const name = useId()
  const summary = useStore(({ data }) => data.opened?.summary)
  return (
    <fieldset className={classes.chips}>
      <legend className="visually-hidden">Show</legend>
      {summary &&
        chipsOf(summary).map((chip) => (
          <label key={chip.filter} className={classes.chip}>
            <input type="radio" name={name} checked={chip.filter === filter} onChange={() => onChoose(chip.filter)} />
            {chip.label}
            <span className={classes.count}> {formatCount(chip.count)}</span>
          </label>
        ))}
    </fieldset>
  )
}

interface PathFilterProps {
  readonly text: string
  readonly onChange: (text: string) => void
  /** How far the search through the paths is, while it goes on. */
  readonly progress: string | null
}

function PathFilter({ text, onChange, progress }: PathFilterProps) {
  // Esc clears what was typed; only then does it close the dialog.
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape' || text === '') return
    event.preventDefault()
    event.stopPropagation()
    onChange('')
  }
  return (
    <label className={classes.search}>
      <span className="visually-hidden">Part of the path</span>
      <input
        type="search"
        placeholder="Part of the path"
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {progress && <span className={classes.soft}>{progress}</span>}
    </label>
  )
}

function ForAllShown({ shown }: { shown: readonly number[] }) {
  return (
    <div className={classes.forAll}>
      <ActionButton action={dataActions.undoForAll} kind="quiet" />
      <ActionButton action={dataActions.takeAllShown} target={shown} />
      <ActionButton action={dataActions.leaveOutAllShown} target={shown} />
    </div>
  )
}
