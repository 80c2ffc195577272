// The map of images as a table.
import { expect, test } from 'vitest'
import { summarizeMap } from './describe-map.ts'

test('each part of the map is listed with its images, its samples and the most typical image', () => {
  const positions = Float32Array.of(0.1, 0.1, 0.2, 0.1, 0.3, 0.1, 1, 1, 0.9, 0.9, 0.5, 0.5)
  const parts = summarizeMap({ images: [10, 20, 30, 40], positions }) // the last two are samples
  const listed = parts.filter(({ images, samples }) => images + samples > 0)
  expect(parts).toHaveLength(9)
  expect(listed).toEqual([
    { name: 'Top left', images: 3, samples: 0, typical: 20 },
    { name: 'Centre', images: 0, samples: 1, typical: null },
    { name: 'Bottom right', images: 1, samples: 1, typical: 40 },
  ])
})
