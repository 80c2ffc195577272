// Which generator a code takes the later layers from.
import type { PictureCode } from '../../../spec/picture-code.ts'
import type { State } from '../../app/store.ts'
import { formatCount } from '../../shared/format.ts'
import { hasNetworks } from '../picture/has-networks.ts'
import type { StudioState } from '../state/studio-state.ts'

/** Null: all layers are of one generator. */
export type StudioMix = StudioState['mix']

/** As the studio has it; or why that cannot be. */
export function mixOfCode({ samples, timeline }: State, { mix }: PictureCode): { readonly mix: StudioMix } | { readonly problem: string } {
  if (!mix) return { mix: null }
  const { step, from } = mix
  if (step === samples.grid?.step) return { mix: { snapshot: null, from } }
  const kept = timeline.snapshots.findLast((snapshot) => snapshot.step === step && hasNetworks(snapshot))
  if (kept) return { mix: { snapshot: kept.file, from } }
  return { problem: `This code has layers of step ${formatCount(step)}, which is not kept.` }
}
