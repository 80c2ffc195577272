// The table of classes in the folder of a run.
import { expect, test } from 'vitest'
import { NO_CLASS } from '../spec/classes.ts'
import { labelTable } from './train-labelling.ts'

test('each image is a row with its number, path and class, how sure that is, and whether it was given; without a class the rest is empty', () => {
  const classes = {
    names: ['cats, "both"', 'dogs'],
    ofImages: Int32Array.of(0, 1, NO_CLASS, 0),
    confidence: Float32Array.of(1, 0.123456, 0, 0.9),
    counts: [2, 1],
    step: 0,
    given: Int32Array.of(0, NO_CLASS, NO_CLASS, 1),
  }
  const images = [0, 2, 3, 7].map((number) => ({ number, path: `a/${number}.png` }))
  expect(labelTable(classes, images).split('\r\n')).toEqual([
    'number,path,label,confidence,origin',
    '0,a/0.png,"cats, ""both""",1,given',
    '2,a/2.png,dogs,0.1235,inferred',
    '3,a/3.png,,,',
    '7,a/7.png,"cats, ""both""",0.9,inferred',
    '',
  ])
})
