// What is done with the selected images: one label for all of them, or none.
import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import bar from '../shared/bar.module.css'
import { countOf } from '../shared/format.ts'
import { labelsActions } from './actions.ts'
import { LabelChoice } from './label-choice.tsx'

export function SelectionBar() {
  const images = useStore(({ labels }) => labels.selection)
  return (
    <div className={bar.bar} data-testid="selection">
      <b aria-live="polite">{images.length === 0 ? 'Nothing is selected.' : `${countOf(images.length, 'image')} selected:`}</b>
      {images.length > 0 && (
        <>
          <LabelChoice
            what="the selected images"
            action={labelsActions.labelAll}
            targetOf={(name) => ({ images, name })}
            placeholder="All of these are…"
          />
          <ActionButton action={labelsActions.labelAll} target={{ images, name: null }} small />
        </>
      )}
    </div>
  )
}
