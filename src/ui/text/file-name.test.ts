import { expect, test } from 'vitest'
import { runFileName } from './file-name.ts'

test.each([
  ['Shapes', 400, '.safetensors', 'shapes-step-000400.safetensors'],
  ['My holiday: photos', 1_234_567, '-metrics.csv', 'my-holiday-photos-step-1234567-metrics.csv'],
  ['Digits', null, '-probe.csv', 'digits-probe.csv'],
  ['', 1, '.safetensors', 'images-step-000001.safetensors'],
])('the file of %s at step %s', (label, step, ending, name) => {
  expect(runFileName(label, step, ending)).toBe(name)
})
