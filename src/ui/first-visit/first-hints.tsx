// The hints as a whole: they end with the first action, and one of them, to Train, stands below its button.
import { type CSSProperties, useEffect, useLayoutEffect, useState } from 'react'
import { PRESETS } from '../../spec/presets.ts'
import { useStore } from '../app/store.ts'
import { trainButton } from '../shared/focus.ts'
import { useLayout } from '../shared/layout.ts'
import { quickPreset } from '../train/preset-times.ts'
import classes from './hint.module.css'
import { Hint } from './hint.tsx'
import { useHinting, watchFirstAction } from './hints.ts'

export function FirstHints() {
  const shown = useHinting()
  const narrow = useLayout(({ columns }) => columns === 1)
  useEffect(() => (shown ? watchFirstAction() : undefined), [shown])
  return shown && !narrow && <ToTrain /> // on a narrow page it would come first
}

function ToTrain() {
  const [left, setLeft] = useState(0)
  const quick = useStore(quickPreset) // offered where the chosen preset takes hours
  useLayoutEffect(() => {
    const place = () => setLeft(trainButton()?.getBoundingClientRect().left ?? 0)
    place()
    addEventListener('resize', place)
    return () => removeEventListener('resize', place)
  }, [])
  return (
    <section className={classes.below} style={{ '--train': `${left}px` } as CSSProperties} aria-label="First steps">
      <Hint number={3} to="up">
        {quick ? `Take ${PRESETS[quick].label}, then press Train` : 'Press Train'}
      </Hint>
    </section>
  )
}
