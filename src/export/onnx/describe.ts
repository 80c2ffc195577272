// What a model says of itself: its metadata, and its images in both layouts.
import type { ClassLabels } from '../../gan/class-labels.ts'
import type { TensorLayout } from '../../spec/exports.ts'
import type { GraphBuilder } from './graph.ts'
import type { Flow } from './layers.ts'
import type { OnnxValue } from './model.ts'

/** The side of the batch, which may be of any length. */
export const BATCH = 'N'

/** Where a network comes from. */
export interface NetworkOrigin {
  /** The code of the run: see runCode. */
  readonly run: string
  readonly step: number
  /** Of each class its name and in what proportion it is drawn; null where it is told none, or they have not been found yet. */
  readonly classes: Pick<ClassLabels, 'names' | 'counts'> | null
}

export function metadataOf({ run, step, classes }: NetworkOrigin, layout: TensorLayout): Record<string, string> {
  const named = classes?.names.map((name, k) => ({ name, count: classes.counts[k] as number })) ?? []
  return {
    made_with: 'Quarterturn',
    run,
    step: String(step),
    layout: layout.toUpperCase(),
    pixel_range: '[-1, 1]',
    ...(named.length > 0 && { classes: JSON.stringify(named) }),
  }
}

export function describeImages({ side, channels }: Omit<Flow, 'value'>, layout: TensorLayout): OnnxValue {
  const shape = layout === 'nchw' ? [BATCH, channels, side, side] : [BATCH, side, side, channels]
  const colours = channels === 3 ? 'red, green and blue' : 'grey'
  return { name: 'images', shape, about: `Images in ${colours}, from -1 (black) to 1: a byte is (value + 1) · 127.5, rounded.` }
}

/** Images whose channels come first, as the operators need them. @param value images in that layout */
export function toChannelsFirst(value: string, layout: TensorLayout, graph: GraphBuilder): string {
  return layout === 'nchw' ? value : graph.node('Transpose', 'channels_first', [value], { perm: { ints: [0, 3, 1, 2] } })
}

/** And back. */
export function channelsLast(value: string, graph: GraphBuilder): string {
  return graph.node('Transpose', 'channels_last', [value], { perm: { ints: [0, 2, 3, 1] } })
}
