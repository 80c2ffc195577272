// What can be done with a key picture: moved, doubled, removed; and how the way from it to the next one is.
import { flushSync } from 'react-dom'
import { EASINGS, PATH_LIMITS } from '../../../spec/paths.ts'
import { store } from '../../app/store.ts'
import { Button } from '../../shared/button.tsx'
import { BackIcon, BinIcon, FilesIcon, ForwardIcon } from '../../shared/icons.tsx'
import { Segmented } from '../../shared/segmented.tsx'
import text from '../../shared/text.module.css'
import popover from '../controls/popover.module.css'
import { SliderRow } from '../controls/slider-row.tsx'
import { edit } from '../state/history.ts'
import type { PathKey } from '../state/studio-state.ts'
import { changeKey, duplicateKey, moveKey, removeKey } from './path-edits.ts'
import { DRAG_WORDS } from './path-words.ts'

interface KeyMenuProps {
  readonly of: PathKey
  readonly index: number
  readonly count: number
  /** There is no way from it to another. */
  readonly isEnd: boolean
}

/** Id of what holds the keys; of an empty path, of what begins one. */
export const PATH_KEYS = 'path-keys'

const EASING_OPTIONS = EASINGS.map((value) => ({ value, label: value === 'even' ? 'Even' : 'Slow at keys' }))

const announce = (sentence: string) => store.setState({ announcement: { sentence } })

export function KeyMenu({ of: key, index, count, isEnd }: KeyMenuProps) {
  return (
    <>
      <KeyActions of={key} index={index} count={count} />
      {isEnd ? (
        <p className={text.soft}>The path ends here.</p>
      ) : (
        <>
          <SliderRow
            label="Seconds to the next"
            value={key.seconds}
            min={PATH_LIMITS.seconds.min}
            max={PATH_LIMITS.seconds.max}
            step={0.1}
            unit="s"
            onChange={(seconds) => edit(({ path }) => ({ path: changeKey(path, key.id, { seconds }) }))}
          />
          <Segmented
            label="Speed on the way to the next"
            options={EASING_OPTIONS}
            value={key.easing}
            onChange={(easing) => edit(({ path }) => ({ path: changeKey(path, key.id, { easing }) }))}
          />
        </>
      )}
    </>
  )
}

function KeyActions({ of: { id }, index, count }: Omit<KeyMenuProps, 'isEnd'>) {
  function move(to: number) {
    edit(({ path }) => ({ path: moveKey(path, id, to) }))
    announce(DRAG_WORDS.moved(to, count))
  }
  function duplicate() {
    edit(({ path }) => ({ path: duplicateKey(path, id) }))
    announce(`Doubled as key ${index + 2}.`)
  }
  function remove() {
    flushSync(() => edit(({ path }) => ({ path: removeKey(path, id) })))
    focusKey(index)
    announce(`Key ${index + 1} of ${count} is removed.`)
  }
  return (
    <div className={popover.line}>
      <Button small blocked={index === 0 ? 'It is the first.' : null} onClick={() => move(index - 1)}>
        <BackIcon />
        Earlier
      </Button>
      <Button small blocked={index === count - 1 ? 'It is the last.' : null} onClick={() => move(index + 1)}>
        Later
        <ForwardIcon />
      </Button>
      <Button small blocked={count >= PATH_LIMITS.keys.max ? 'The path is full.' : null} onClick={duplicate}>
        <FilesIcon />
        Duplicate
      </Button>
      <Button small onClick={remove}>
        <BinIcon />
        Remove
      </Button>
    </div>
  )
}

/** The one that is in its place now, or the last; without any, what begins a path. */
function focusKey(index: number) {
  const buttons = document.getElementById(PATH_KEYS)?.querySelectorAll('button')
  buttons?.[Math.min(index, buttons.length - 1)]?.focus()
}
