// The notes of a lesson that is being made, in their order.
import { useId, useRef } from 'react'
import { LESSON_LIMITS, LESSON_PART_NAMES, LESSON_PARTS, type LessonNote, type LessonPart } from '../../spec/lesson.ts'
import { Button } from '../shared/button.tsx'
import { CrossIcon, PlusIcon } from '../shared/icons.tsx'
import input from '../shared/input.module.css'
import text from '../shared/text.module.css'
import classes from './make-lesson.module.css'

interface LessonNotesProps {
  readonly notes: readonly LessonNote[]
  readonly change: (notes: readonly LessonNote[]) => void
}

export function LessonNotes({ notes, change }: LessonNotesProps) {
  const list = useRef<HTMLOListElement>(null)
  const full = notes.length >= LESSON_LIMITS.notes
  const move = (from: number, to: number) => {
    const others = notes.toSpliced(from, 1)
    change(others.toSpliced(to, 0, notes[from] as LessonNote))
  }
  /** The button that was pressed is gone with its note. */
  const remove = (index: number) => {
    change(notes.toSpliced(index, 1))
    list.current?.focus()
  }
  return (
    <section className={classes.form} aria-label="Notes">
      <h3 className={classes.heading}>Notes</h3>
      {notes.length === 0 && (
        <p className={text.soft}>Without notes the lesson is only its title. Students read notes one after another.</p>
      )}
      <ol ref={list} className={classes.notes} tabIndex={-1} aria-label="Notes in their order">
        {notes.map((note, index) => (
          <li key={index}>
            <NoteFields
              note={note}
              number={index + 1}
              change={(next) => change(notes.with(index, next))}
              remove={() => remove(index)}
              earlier={index > 0 ? () => move(index, index - 1) : null}
              later={index + 1 < notes.length ? () => move(index, index + 1) : null}
            />
          </li>
        ))}
      </ol>
      <div>
        <Button
          blocked={full ? `A lesson has at most ${LESSON_LIMITS.notes} notes.` : null}
          onClick={() => change([...notes, { text: '', part: null }])}
        >
          <PlusIcon /> Add a note
        </Button>
      </div>
    </section>
  )
}

interface NoteFieldsProps {
  readonly note: LessonNote
  readonly number: number
  readonly change: (note: LessonNote) => void
  readonly remove: () => void
  /** Null where it is the first. */
  readonly earlier: (() => void) | null
  readonly later: (() => void) | null
}

const WHOLE_PAGE = 'page'

function NoteFields({ note, number, change, remove, earlier, later }: NoteFieldsProps) {
  const id = useId()
  return (
    <div className={classes.note}>
      <div className={classes.row}>
        <b>{number}</b>
        <label htmlFor={`${id}-part`} className="visually-hidden">
          Note {number} is about
        </label>
        <select
          id={`${id}-part`}
          className={input.select}
          value={note.part ?? WHOLE_PAGE}
          onChange={({ currentTarget: { value } }) => change({ ...note, part: value === WHOLE_PAGE ? null : (value as LessonPart) })}
        >
          <option value={WHOLE_PAGE}>The whole page</option>
          {LESSON_PART_NAMES.map((part) => (
            <option key={part} value={part}>
              {LESSON_PARTS[part].label}
            </option>
          ))}
        </select>
        <Button kind="text" small blocked={earlier ? null : 'This is the first note.'} onClick={() => earlier?.()}>
          Earlier
        </Button>
        <Button kind="text" small blocked={later ? null : 'This is the last note.'} onClick={() => later?.()}>
          Later
        </Button>
        <Button kind="quiet" label={`Remove note ${number}`} onClick={remove}>
          <CrossIcon />
        </Button>
      </div>
      <NoteText note={note} number={number} change={change} />
    </div>
  )
}

function NoteText({ note, number, change }: Pick<NoteFieldsProps, 'note' | 'number' | 'change'>) {
  const id = useId()
  return (
    <>
      <label htmlFor={id} className="visually-hidden">
        Text of note {number}
      </label>
      <textarea
        id={id}
        className={`${input.input} ${classes.area}`}
        rows={3}
        maxLength={LESSON_LIMITS.note}
        value={note.text}
        placeholder="What to look at, what to change, what to ask oneself."
        aria-describedby={`${id}-left`}
        onChange={(event) => change({ ...note, text: event.currentTarget.value })}
      />
      <p id={`${id}-left`} className={text.soft}>
        {LESSON_LIMITS.note - note.text.length} letters left
      </p>
    </>
  )
}
