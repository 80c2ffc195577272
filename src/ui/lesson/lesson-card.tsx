// The notes of a lesson, one at a time, in a card that stays in view and blocks nothing. The part of the page that a note is about is outlined.
import { useEffect } from 'react'
import { LESSON_PARTS, type LessonPart } from '../../spec/lesson.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import { useLayout } from '../shared/layout.ts'
import { prefersStillness } from '../shared/motion.ts'
import { lessonActions } from './actions.ts'
import classes from './lesson-card.module.css'

export function LessonCard() {
  const { current, note } = useStore(({ lesson }) => lesson)
  const shown = current?.notes[note] ?? null
  useOutlined(shown?.part ?? null)
  if (current === null) return null
  const { title, notes } = current
  return (
    <aside className={classes.card} aria-label={`Lesson: ${title}`} data-testid="lesson">
      <header className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        {notes.length > 0 && (
          <span className={classes.count}>
            {note + 1} of {notes.length}
          </span>
        )}
      </header>
      <div className={classes.note} aria-live="polite" aria-atomic="true">
        {shown && <p className={classes.text}>{shown.text}</p>}
        {shown?.part && <p className={classes.part}>{LESSON_PARTS[shown.part].label}</p>}
      </div>
      <div className={classes.buttons}>
        <ActionButton action={lessonActions.leave} kind="text" small />
        {notes.length > 1 && (
          <>
            <ActionButton action={lessonActions.back} target={note - 1} show="icon" />
            <ActionButton action={lessonActions.next} target={note + 1} kind={note + 1 < notes.length ? 'primary' : 'plain'} />
          </>
        )}
      </div>
    </aside>
  )
}

/** Brings the part into view, and marks it as long as its note is shown. */
function useOutlined(part: LessonPart | null) {
  const columns = useLayout((layout) => layout.columns)
  // With other columns the part is another element.
  useEffect(() => {
    const element = part && document.querySelector<HTMLElement>(`[data-part="${part}"]`)
    if (!element) return
    const { outlined } = classes as { readonly outlined: string }
    element.classList.add(outlined)
    element.scrollIntoView({ block: 'nearest', behavior: prefersStillness() ? 'auto' : 'smooth' })
    return () => element.classList.remove(outlined)
  }, [part, columns])
}
