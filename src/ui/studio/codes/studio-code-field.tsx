// Goes to the picture of a code; where that cannot be, it says why, and offers what comes nearest.
import { Popover } from '@base-ui/react/popover'
import { type FormEvent, useId, useState } from 'react'
import { store } from '../../app/store.ts'
import { CodeInput } from '../../samples/code-input.tsx'
import button from '../../shared/button.module.css'
import { Button } from '../../shared/button.tsx'
import { LookIcon } from '../../shared/icons.tsx'
import text from '../../shared/text.module.css'
import popover from '../controls/popover.module.css'
import { useDrawnPicture } from '../picture/drawn-picture.tsx'
import type { StudioTarget } from '../state/studio-state.ts'
import { findStudioCode, type StudioCodeProblem } from './find-studio-code.ts'
import { showPoint } from './open-in-studio.ts'

export function StudioCodeField() {
  const [open, setOpen] = useState(false)
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={button.button}>
        <LookIcon />
        Go to a code
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={popover.positioner} side="top" sideOffset={6} collisionPadding={8}>
          <Popover.Popup className={popover.popup} data-testid="studio-code">
            <Popover.Title className={popover.title}>Go to a code</Popover.Title>
            <CodeForm onDone={() => setOpen(false)} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function CodeForm({ onDone }: { onDone: () => void }) {
  const id = useId()
  const { step } = useDrawnPicture()
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState<StudioCodeProblem | null>(null)

  function go(target: StudioTarget) {
    showPoint(target)
    onDone()
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    const found = findStudioCode(store.getState(), code, step)
    if ('target' in found) go(found.target)
    else setProblem(found)
  }
  const { sentence = null, offer = null } = problem ?? {}
  return (
    <form className={popover.choice} onSubmit={submit}>
      <label htmlFor={id}>Code, or a link with one</label>
      <div className={popover.line}>
        <CodeInput
          id={id}
          className={popover.field}
          value={code}
          isWrong={sentence !== null}
          problemId={`${id}-problem`}
          onChange={(typed) => {
            setCode(typed)
            setProblem(null)
          }}
        />
        {offer === null && (
          <button type="submit" className={`${button.button} ${button.primary}`}>
            Go
          </button>
        )}
      </div>
      <p id={`${id}-problem`} className={text.warning} role="status">
        {sentence}
      </p>
      {offer && (
        <Button kind="primary" onClick={() => go(offer.target)}>
          {offer.label}
        </Button>
      )}
    </form>
  )
}
