// All images: any of them are selected and get one label together, or none.
import { useCallback, useMemo, useRef, useState } from 'react'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { ContactGrid } from '../data/contact-grid.tsx'
import { rangeOf } from '../data/shown.ts'
import { useTakenImages } from '../data/use-images.ts'
import { Chips } from '../shared/chips.tsx'
import text from '../shared/text.module.css'
import classes from './images-tab.module.css'
import parts from './parts.module.css'
import { SelectionBar } from './selection-bar.tsx'
import { labelOf } from './session.ts'
import { useCounts, useSession } from './use-labelling.ts'

const ALL = 'all'
const NONE = 'none'

export function ImagesTab() {
  const actions = useActions()
  const { labels } = useSession()
  const { ofClasses, labelled, unlabelled } = useCounts()
  const [filter, setFilter] = useState<string>(ALL)
  const known = filter === ALL || filter === NONE || labels.names.includes(filter.slice(1)) ? filter : ALL
  const options = [
    { value: ALL, label: 'All', count: labelled + unlabelled },
    { value: NONE, label: 'No label', count: unlabelled },
    ...labels.names.map((name, index) => ({ value: `:${name}`, label: name, count: ofClasses[index] ?? 0 })),
  ]
  function choose(value: string) {
    setFilter(value)
    actions.selectImages([])
  }
  return (
    <div className={`${parts.pictures} ${classes.sheet}`}>
      <Chips legend="Which images are shown" options={options} value={known} onChange={choose} />
      <p className={text.soft} id="images-hint">
        Click images to select them, with Shift all up to one; then label them all at once.
        <span className={text.keys}> With keys: Space, and the digit of a class; 0 takes the labels off.</span>
      </p>
      <SelectionBar />
      <Sheet filter={known} />
    </div>
  )
}

function Sheet({ filter }: { filter: string }) {
  const actions = useActions()
  const { labels } = useSession()
  const taken = useTakenImages()
  const selection = useStore(({ labels }) => labels.selection)
  const last = useRef<number | null>(null)
  const chosen = useMemo(() => new Set(selection), [selection])
  const shown = useMemo(() => taken.filter((image) => matches(labelOf(labels, image), filter)), [taken, labels, filter])
  const cellState = useCallback(
    (image: number) => {
      const label = labelOf(labels, image)
      const selected = chosen.has(image)
      return { description: label ?? 'no label', selected, out: false, highlighted: selected, badge: label }
    },
    [labels, chosen],
  )
  function choose(place: number, extended: boolean, from = last.current) {
    const image = shown[place]
    if (image === undefined) return
    const range = extended && from !== null ? rangeOf(shown, from, place) : null
    if (range) actions.selectImages([...new Set([...selection, ...range])])
    else actions.selectImages(chosen.has(image) ? selection.filter((each) => each !== image) : [...selection, image])
    last.current = place
  }
  return (
    <ContactGrid
      label="Images to label"
      describedBy="images-hint"
      shown={shown}
      cellState={cellState}
      several
      view="labels-sheet"
      onChoose={choose}
    />
  )
}

function matches(label: string | null, filter: string): boolean {
  if (filter === ALL) return true
  return filter === NONE ? label === null : `:${label}` === filter
}
