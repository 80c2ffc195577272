// The classes with their keys and counts: added, renamed in place, merged, removed.
import { Menu } from '@base-ui/react/menu'
import { type FormEvent, useRef, useState } from 'react'
import { ActionItem } from '../app/action-item.tsx'
import { useAsk } from '../app/question.tsx'
import button from '../shared/button.module.css'
import { formatCount } from '../shared/format.ts'
import { DownIcon } from '../shared/icons.tsx'
import input from '../shared/input.module.css'
import menu from '../shared/menu.module.css'
import text from '../shared/text.module.css'
import { labelsActions } from './actions.ts'
import classes from './class-list.module.css'
import { useCounts, useSession } from './use-labelling.ts'

/** Classes beyond these have no key. */
export const KEYS = 9
/** More classes than these are merged by renaming. */
const MAX_MERGES = 20

export function ClassList() {
  const { labels } = useSession()
  const { ofClasses } = useCounts()
  return (
    <>
      {labels.names.length > 0 && (
        <ul className={classes.list} aria-label="Classes" data-testid="classes">
          {labels.names.map((name, index) => (
            <li key={name} className={classes.row}>
              <Key index={index} />
              <NameField name={name} />
              <span className={classes.count}>{formatCount(ofClasses[index] ?? 0)}</span>
              <ClassMenu name={name} others={labels.names.filter((other) => other !== name)} />
            </li>
          ))}
        </ul>
      )}
      <NewClass />
      {labels.names.length === 0 && (
        <p className={text.soft}>A class is a kind of picture: name one here, or name a cluster. It can be used from its first picture.</p>
      )}
    </>
  )
}

/** The digit that labels an image so. */
export function Key({ index }: { index: number }) {
  return <kbd className={classes.key}>{index < KEYS ? index + 1 : ''}</kbd>
}

function NameField({ name }: { name: string }) {
  const ask = useAsk()
  const [value, setValue] = useState(name)
  const kept = useRef(false)
  function end() {
    if (!kept.current && value.trim() !== name) ask(labelsActions.renameClass, { from: name, to: value })
    kept.current = false
    setValue(name)
  }
  return (
    <input
      type="text"
      className={`${input.input} ${classes.name}`}
      aria-label={`Name of the class ${name}`}
      autoComplete="off"
      value={value}
      onChange={(event) => setValue(event.currentTarget.value)}
      onBlur={end}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key !== 'Escape') return
        event.stopPropagation() // it would close the dialog
        kept.current = true
        event.currentTarget.blur()
      }}
    />
  )
}

function ClassMenu({ name, others }: { name: string; others: readonly string[] }) {
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={`${button.button} ${button.quiet} ${button.small} ${button.icon}`} aria-label={`Merge or remove “${name}”`}>
        <DownIcon />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} sideOffset={4} align="end">
          <Menu.Popup className={menu.menu}>
            {others.slice(0, MAX_MERGES).map((other) => (
              <ActionItem key={other} action={labelsActions.mergeClass} target={{ from: name, to: other }} />
            ))}
            <ActionItem action={labelsActions.removeClass} target={name} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

function NewClass() {
  const ask = useAsk()
  const [name, setName] = useState('')
  function add(event: FormEvent) {
    event.preventDefault()
    ask(labelsActions.addClass, name)
    setName('')
  }
  return (
    <form className={classes.newClass} onSubmit={add}>
      <input
        type="text"
        className={input.input}
        aria-label="Name of a new class"
        placeholder="New class"
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <button type="submit" className={button.button} aria-disabled={name.trim() === ''}>
        Add class
      </button>
    </form>
  )
}
