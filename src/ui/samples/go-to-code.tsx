// Asks for the code of a picture, and goes there; where that cannot be, it says why, and offers what comes nearest.
import { Dialog } from '@base-ui/react/dialog'
import { type FormEvent, useId, useRef, useState } from 'react'
import { useActions } from '../app/page-context.ts'
import { store, useStore } from '../app/store.ts'
import button from '../shared/button.module.css'
import { Button } from '../shared/button.tsx'
import dialog from '../shared/dialog.module.css'
import { betweenSlider } from '../shared/focus.ts'
import text from '../shared/text.module.css'
import { CodeInput } from './code-input.tsx'
import { type CodeProblem, type CodeTarget, findCode } from './find-code.ts'
import classes from './go-to-code.module.css'

export function GoToCode() {
  const actions = useActions()
  const open = useStore((state) => state.dialog === 'code')
  /** Where it went when it was last open. */
  const last = useRef<CodeTarget | null>(null)

  function go(target: CodeTarget) {
    last.current = target
    actions.showDialog(null)
    actions.goTo(target) // which may open another one
  }

  function cancel() {
    last.current = null
    actions.showDialog(null)
  }

  return (
    <Dialog.Root open={open} onOpenChange={(wanted) => !wanted && cancel()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.backdrop} />
        <Dialog.Popup
          className={dialog.popup}
          data-testid="go-to-code"
          finalFocus={() => (last.current?.point.towards && !last.current.inStudio && slider()) || true}
        >
          <Dialog.Title className={dialog.title}>Go to a code</Dialog.Title>
          <Dialog.Description className={text.pretty}>
            The code of a picture stands beside every enlarged sample, and in the text of every PNG that is saved here. It says run, step
            and seed: k3f9x2-1500-42.
          </Dialog.Description>
          <CodeForm onGo={go} onCancel={cancel} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** In view, since a dialog hands the focus back without scrolling. */
function slider(): HTMLElement | null | undefined {
  const found = betweenSlider()
  found?.scrollIntoView({ block: 'center' })
  return found
}

function CodeForm({ onGo, onCancel }: { onGo: (target: CodeTarget) => void; onCancel: () => void }) {
  const id = useId()
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState<CodeProblem | null>(null)
  const { sentence = null, offer = null } = problem ?? {}

  function submit(event: FormEvent) {
    event.preventDefault()
    const found = findCode(store.getState(), code)
    if ('target' in found) onGo(found.target)
    else setProblem(found)
  }

  return (
    <form className={classes.form} onSubmit={submit}>
      <label htmlFor={id}>Code, or a link with one</label>
      <CodeInput
        id={id}
        className={classes.code}
        value={code}
        isWrong={sentence !== null}
        problemId={`${id}-problem`}
        onChange={(typed) => {
          setCode(typed)
          setProblem(null)
        }}
      />
      <p id={`${id}-problem`} className={text.warning} role="status">
        {sentence}
      </p>
      <div className={dialog.actions}>
        <Button onClick={onCancel}>Cancel</Button>
        {offer ? (
          <Button kind="primary" onClick={() => onGo(offer.target)}>
            {offer.label}
          </Button>
        ) : (
          <button type="submit" className={`${button.button} ${button.primary}`}>
            Go
          </button>
        )}
      </div>
    </form>
  )
}
