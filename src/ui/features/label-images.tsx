// Labelling a few images by click: the classes with their counts, and the images.

import { type FormEvent, type ReactNode, useCallback, useRef, useState } from 'react'
import { ContactGrid } from '../data/contact-grid.tsx'
import { rangeOf } from '../data/shown.ts'
import { useTakenImages } from '../data/use-images.ts'
import button from '../shared/button.module.css'
import { Button } from '../shared/button.tsx'
import { Chips } from '../shared/chips.tsx'
import { BinIcon } from '../shared/icons.tsx'
import input from '../shared/input.module.css'
import text from '../shared/text.module.css'
import { useFeatures } from './features-state.ts'
import { countsOf } from './labels.ts'
import classes from './probe.module.css'

export function LabelImages({ children }: { children: ReactNode }) {
  const { labels } = useFeatures()
  const how =
    labels.chosen === null
      ? 'Name a class, then click images of it.'
      : `Click images of “${labels.chosen}”; a second click takes the label off; with Shift, all up to it.`
  return (
    <section className={classes.labels} aria-label="Labels of my own" data-testid="labelling">
      {children}
      <NewClass />
      <Classes />
      <p className={text.soft} id="label-hint">
        {how}
      </p>
      <Sheet />
    </section>
  )
}

function NewClass() {
  const { changeLabels } = useFeatures()
  const [name, setName] = useState('')
  function add(event: FormEvent) {
    event.preventDefault()
    changeLabels({ type: 'add-class', name })
    setName('')
  }
  return (
    <form className={classes.newClass} onSubmit={add}>
      <label>
        <span className="visually-hidden">Name of a new class</span>
        <input
          type="text"
          className={input.input}
          placeholder="Name of a new class"
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <button type="submit" className={button.button} aria-disabled={name.trim() === ''}>
        Add class
      </button>
    </form>
  )
}

function Classes() {
  const { labels, changeLabels } = useFeatures()
  if (labels.classes.length === 0) return null
  return (
    <div className={classes.classes}>
      <Chips
        legend="A click labels an image as"
        options={countsOf(labels).map(({ name, count }) => ({ value: name, label: name, count }))}
        value={labels.chosen}
        onChange={(name) => changeLabels({ type: 'choose-class', name })}
      />
      {labels.chosen !== null && (
        <Button
          kind="quiet"
          label={`Remove the class ${labels.chosen} and its labels`}
          onClick={() => labels.chosen !== null && changeLabels({ type: 'remove-class', name: labels.chosen })}
        >
          <BinIcon />
        </Button>
      )}
    </div>
  )
}

function Sheet() {
  const shown = useTakenImages()
  const { labels, changeLabels } = useFeatures()
  const last = useRef<number | null>(null)
  const { of } = labels
  const cellState = useCallback(
    (image: number) => {
      const label = of.get(image) ?? null
      return { description: label ?? 'no label', selected: label !== null, out: false, highlighted: false, badge: label }
    },
    [of],
  )
  function choose(place: number, extended: boolean) {
    const anchor = extended ? last.current : null
    const first = shown[place]
    if (first === undefined) return
    // The range up to the image clicked last.
    const images = anchor === null ? [first] : rangeOf(shown, anchor, place)
    changeLabels({ type: 'label', images, first })
    last.current = place
  }
  return (
    <ContactGrid
      label="Images to label"
      describedBy="label-hint"
      shown={shown}
      cellState={cellState}
      several
      view="features-sheet"
      onChoose={choose}
    />
  )
}
