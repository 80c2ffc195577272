// Names of saved files.
import { expect, test } from 'vitest'
import { morphName, pictureName, runFileName, safeName, sampleName, wallName } from './file-name.ts'

test.each([
  ['Shapes', 400, '.safetensors', 'shapes-step-000400.safetensors'],
  ['My holiday: photos', 1_234_567, '-metrics.csv', 'my-holiday-photos-step-1234567-metrics.csv'],
  ['Digits', null, '-probe.csv', 'digits-probe.csv'],
  ['Photos 2024.ZIP', 7, '-walk.mp4', 'photos-2024-step-000007-walk.mp4'],
  ['', 1, '.safetensors', 'images-step-000001.safetensors'],
])('the file of %s at step %s', (label, step, ending, name) => {
  expect(runFileName(label, step, ending)).toBe(name)
})

const x1 = { id: 'x1' } as const

test('the name of a picture contains the images, the step, the seeds and the scale', () => {
  expect(pictureName('Shapes', 400, 'seed-7', x1)).toBe('shapes-step-000400-seed-7.png')
  expect(pictureName('Shapes', 400, wallName([1, 2, 64]), { id: 'x8' })).toBe('shapes-step-000400-wall-x8.png')
  expect(pictureName('Shapes', 1_234_567, wallName([65, 66, 128]), { id: 'smooth' })).toBe(
    'shapes-step-1234567-wall-seeds-65-to-128-smooth.png',
  )
})

test('names of pictures are valid on every system', () => {
  expect(pictureName('Meine  Fotos: Ä/2024?', 0, 'seed-1', x1)).toBe('meine-fotos-ä-2024-step-000000-seed-1.png')
  expect(pictureName('../..', 3, 'seed-1', x1)).toBe('images-step-000003-seed-1.png')
  expect(pictureName('CON', 3, 'seed-1', x1)).toMatch(/^_con-step/)
})

test('names of files and folders are valid on every system', () => {
  expect(safeName('../../etc/passwd', 'one')).toBe('-..-etc-passwd')
  expect(safeName('CON', 'one')).toBe('_CON')
  expect(safeName('nul.txt', 'one')).toBe('_nul.txt')
  expect(safeName(' dots... ', 'one')).toBe('dots')
  expect(safeName('?', 'one')).toBe('one')
  expect(safeName('', 'one')).toBe('one')
  expect(safeName('Füchse 🦊', 'one')).toBe('Füchse 🦊')
  expect(safeName('long'.repeat(99), 'one')).toHaveLength(80)
})

test('files of pictures of classes name these, without spaces and characters that a disk refuses', () => {
  expect([wallName([1, 8], 'by-class'), wallName([65, 128], 'class-Red car')]).toEqual([
    'wall-by-class',
    'wall-class-red-car-seeds-65-to-128',
  ])
  expect([sampleName(7, null), sampleName(7, 'a/b: c')]).toEqual(['seed-7', 'seed-7-a-b-c'])
  expect(morphName(7, 'Red car', '猫')).toBe('seed-7-red-car-to-猫')
})
