// The pad: a square between four pictures.
import { edit } from './history.ts'
import { SliderRow } from './slider-row.tsx'
import { useStudio } from './studio-store.ts'

export function PadPanel() {
  const { x, y } = useStudio((state) => state.pad)
  return (
    <>
      <SliderRow label="Across" value={x} min={0} max={1} step={0.01} onChange={(at) => edit(({ pad }) => ({ pad: { ...pad, x: at } }))} />
      <SliderRow label="Down" value={y} min={0} max={1} step={0.01} onChange={(at) => edit(({ pad }) => ({ pad: { ...pad, y: at } }))} />
    </>
  )
}
