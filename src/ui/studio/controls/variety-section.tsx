// How far from the mean picture all others are.

import { edit } from '../state/history.ts'
import { VARIETY } from '../state/studio-state.ts'
import { useStudio } from '../state/studio-store.ts'
import { SliderRow } from './slider-row.tsx'

export function VarietySection() {
  const variety = useStudio((state) => state.variety)
  return (
    <SliderRow
      label="Variety"
      value={variety}
      min={VARIETY.min}
      max={VARIETY.max}
      step={0.01}
      initial={VARIETY.default}
      help="Less of it: safer, more alike pictures, at 0 always the mean one. More than 1: bolder than any in training, and stranger."
      onChange={(wanted) => edit({ variety: wanted })}
    />
  )
}
