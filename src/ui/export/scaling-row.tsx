// How pictures are enlarged: as squares, or smoothed.
import { ChoiceRow } from './choice-row.tsx'

const SCALING = [
  { value: 'pixels', label: 'Sharp pixels' },
  { value: 'smooth', label: 'Smooth' },
] as const

export function ScalingRow({ smooth, onChange }: { smooth: boolean; onChange: (smooth: boolean) => void }) {
  return (
    <ChoiceRow label="Enlarged" options={SCALING} value={smooth ? 'smooth' : 'pixels'} onChange={(value) => onChange(value === 'smooth')} />
  )
}
