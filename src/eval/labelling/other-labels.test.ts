// Labels of a set that have changed since a run began.
import { expect, test } from 'vitest'
import type { Dataset } from '../../data/dataset.ts'
import { NO_CLASS } from '../../spec/classes.ts'
import { DEFAULTS, type RunConfig } from '../../spec/config.ts'
import { visibleLabels } from './known-labels.ts'
import { hasOtherLabels } from './other-labels.ts'

const names = ['cats', 'dogs']
const config: RunConfig = { ...DEFAULTS, conditioning: 'inferred', labelShare: 0.5, heldOut: 0 }

function labelled(ofImages: readonly number[], labels = names): Dataset {
  const count = ofImages.length
  return { name: 'a', label: 'A', images: new Uint8Array(count * 3), count, size: 1, channels: 3, labels: { names: labels, ofImages } }
}

const before = labelled([0, 0, 0, 0, 1, 1, 1, 1])
const classes = { names, given: visibleLabels(config, before) }
const isOther = (dataset: Dataset, changes: Partial<RunConfig> = {}) => hasOtherLabels({ ...config, ...changes }, classes, dataset)

test('labels are other ones where an image that training knows has another one, of another name, or none', () => {
  expect(isOther(before)).toBe(false)
  expect(isOther(labelled([1, 1, 1, 1, 0, 0, 0, 0]))).toBe(true)
  expect(isOther(labelled([0, 0, 0, 0, 1, 1, 1, 1], ['cats', 'wolves']))).toBe(true)
  expect(isOther(labelled(Array(8).fill(NO_CLASS)))).toBe(true)
  const { labels: _, ...without } = before
  expect(isOther(without)).toBe(true)
})

test('settings that ask for no labels do not care', () => {
  for (const conditioning of ['none', 'single', 'random', 'clusters'] as const)
    expect(isOther(labelled(Array(8).fill(NO_CLASS)), { conditioning })).toBe(false)
})
