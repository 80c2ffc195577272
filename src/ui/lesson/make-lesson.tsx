// Makes a lesson: what students see, what they may change, and notes that lead them; all of it becomes a link.
import { Dialog } from '@base-ui/react/dialog'
import { useState } from 'react'
import { type Lesson, lessonProblem } from '../../spec/lesson.ts'
import { toHash } from '../../spec/url.ts'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import dialog from '../shared/dialog.module.css'
import { CheckIcon, LinkIcon } from '../shared/icons.tsx'
import input from '../shared/input.module.css'
import { LargeDialog } from '../shared/large-dialog.tsx'
import text from '../shared/text.module.css'
import { describeTraining } from '../train/expected-times.ts'
import { linkOf } from '../train/settings-slice.ts'
import { LessonNotes } from './lesson-notes.tsx'
import { LessonPage } from './lesson-page.tsx'
import classes from './make-lesson.module.css'

const EMPTY: Lesson = { title: '', start: 'new', hidden: [], settings: null, notes: [{ text: '', part: 'samples' }] }

export function MakeLesson() {
  const actions = useActions()
  const open = useStore(({ dialog }) => dialog === 'lesson')
  const [lesson, setLesson] = useState(EMPTY)
  const change = (changes: Partial<Lesson>) => setLesson({ ...lesson, ...changes })
  return (
    <LargeDialog
      open={open}
      onOpenChange={(wanted) => !wanted && actions.showDialog(null)}
      title="Make a lesson"
      subtitle={
        <Dialog.Description className={text.soft}>
          A link that opens this page with your settings, the parts that you choose, and up to ten notes. It holds everything itself:
          nothing is stored anywhere.
        </Dialog.Description>
      }
      testId="make-lesson"
    >
      <div className={classes.columns}>
        <LessonPage lesson={lesson} change={change} />
        <LessonNotes notes={lesson.notes} change={(notes) => change({ notes })} />
      </div>
      <LessonLink lesson={lesson} />
    </LargeDialog>
  )
}

/** The settings and the images are those of the page now. */
function LessonLink({ lesson }: { lesson: Lesson }) {
  const actions = useActions()
  const settings = useStore((state) => state.settings)
  const data = useStore((state) => state.data)
  const training = useStore(describeTraining)
  const copied = useStore(({ saves }) => (saves.copied?.what === 'lesson' ? saves.copied : null))
  const problem = lessonProblem(lesson)
  const url = new URL(location.href)
  url.hash = toHash(linkOf({ settings, data, lesson: { current: lesson, note: 0 } }))
  const own = data.wanted !== null && data.wanted.kind !== 'builtin'
  return (
    <div className={classes.link}>
      <p className={text.soft}>
        {own
          ? 'Your own images are not part of the link: each student chooses images, or begins with a built-in set that you open here first.'
          : 'The link carries the settings and the images that are chosen on the page now.'}
        {training && ` ${training}`}
      </p>
      <div className={classes.row}>
        <input
          className={`${input.input} ${classes.url}`}
          aria-label="Link to the lesson"
          readOnly
          value={problem === null ? url.href : ''}
          placeholder={problem ?? ''}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button kind="primary" blocked={problem} onClick={() => void actions.copy('lesson', url.href)}>
          {copied?.done ? <CheckIcon /> : <LinkIcon />}
          <span aria-live="polite">{copied ? (copied.done ? 'Copied' : 'Select it to copy') : 'Copy the link'}</span>
        </Button>
        {problem === null && (
          <a className={classes.try} href={url.href} target="_blank" rel="noreferrer">
            Try it in a new tab
          </a>
        )}
      </div>
      {problem !== null && <p className={text.warning}>{problem}</p>}
      <div className={dialog.actions}>
        <Button onClick={() => actions.showDialog(null)}>Close</Button>
      </div>
    </div>
  )
}
