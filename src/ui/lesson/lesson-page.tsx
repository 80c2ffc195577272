// What students see of the page: the title, what stands open, which parts are hidden, and which settings they may change.
import { useId } from 'react'
import { FIELD_NAMES, type FieldName, isUsed } from '../../spec/config.ts'
import { LESSON_LIMITS, LESSON_PART_NAMES, LESSON_PARTS, type Lesson, labelOfSetting } from '../../spec/lesson.ts'
import { useStore } from '../app/store.ts'
import input from '../shared/input.module.css'
import { Segmented } from '../shared/segmented.tsx'
import classes from './make-lesson.module.css'

interface LessonPageProps {
  readonly lesson: Lesson
  readonly change: (changes: Partial<Lesson>) => void
}

const STARTS = [
  { value: 'new', label: 'Nothing trained yet' },
  { value: 'example', label: 'The finished example' },
] as const

export function LessonPage({ lesson, change }: LessonPageProps) {
  const id = useId()
  return (
    <div className={classes.form}>
      <label htmlFor={id} className={classes.label}>
        Title
      </label>
      <input
        id={id}
        className={input.input}
        maxLength={LESSON_LIMITS.title}
        value={lesson.title}
        placeholder="Why turn pictures?"
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <h3 className={classes.heading}>It begins with</h3>
      <div>
        <Segmented label="What stands open" options={STARTS} value={lesson.start} onChange={(start) => change({ start })} />
      </div>
      <ShownParts lesson={lesson} change={change} />
      {!lesson.hidden.includes('settings') && <ShownSettings lesson={lesson} change={change} />}
    </div>
  )
}

function ShownParts({ lesson: { hidden }, change }: LessonPageProps) {
  return (
    <fieldset className={classes.choices}>
      <legend className={classes.heading}>Students see</legend>
      {LESSON_PART_NAMES.map((part) => (
        <Choice
          key={part}
          label={LESSON_PARTS[part].label}
          checked={!hidden.includes(part)}
          disabled={!LESSON_PARTS[part].hideable}
          onChange={(shown) => change({ hidden: shown ? hidden.filter((other) => other !== part) : [...hidden, part] })}
        />
      ))}
    </fieldset>
  )
}

function ShownSettings({ lesson: { settings }, change }: LessonPageProps) {
  const config = useStore((state) => state.settings.config)
  const set = (name: FieldName, shown: boolean) => {
    const others = (settings ?? []).filter((other) => other !== name)
    change({ settings: shown ? [...others, name] : others })
  }
  return (
    <fieldset className={classes.choices}>
      <legend className={classes.heading}>Settings that they see</legend>
      <Choice label="All, with the presets" checked={settings === null} onChange={(all) => change({ settings: all ? null : ['beta'] })} />
      {settings !== null &&
        FIELD_NAMES.filter((name) => isUsed(name, config)).map((name) => (
          <Choice key={name} label={labelOfSetting(name)} checked={settings.includes(name)} onChange={(shown) => set(name, shown)} />
        ))}
    </fieldset>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly checked: boolean
  readonly disabled?: boolean
  readonly onChange: (checked: boolean) => void
}

function Choice({ label, checked, disabled = false, onChange }: ChoiceProps) {
  return (
    <label className={classes.choice}>
      <input type="checkbox" checked={checked} disabled={disabled} onChange={(event) => onChange(event.currentTarget.checked)} />
      {label}
    </label>
  )
}
