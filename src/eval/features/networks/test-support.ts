// A graph model written out by hand: a convolution of single pixels with a filter, [1, 1, 3, 2].
import type { ModelFile } from './own.ts'

const FILTER = [1, 2, 0, -1, 4, 0] // [1, 1, 3, 2]

const shapeOf = (sides: readonly number[]) => ({ dim: sides.map((size) => ({ size: String(size) })) })
const type = { type: 'DT_FLOAT' }

export function graph(input: readonly number[]) {
  const ones = { list: { i: ['1', '1', '1', '1'] } }
  return {
    format: 'graph-model',
    modelTopology: {
      versions: { producer: 1 },
      node: [
        { name: 'images', op: 'Placeholder', attr: { dtype: type, shape: { shape: shapeOf(input) } } },
        {
          name: 'filter',
          op: 'Const',
          attr: { dtype: type, value: { tensor: { dtype: 'DT_FLOAT', tensorShape: shapeOf([1, 1, 3, 2]) } } },
        },
        {
          name: 'maps',
          op: 'Conv2D',
          input: ['images', 'filter'],
          attr: { T: type, data_format: { s: 'TkhXQw==' }, strides: ones, dilations: ones, padding: { s: 'VkFMSUQ=' } }, // NHWC, VALID
        },
      ],
    },
    weightsManifest: [{ paths: ['a.bin', 'b.bin'], weights: [{ name: 'filter', shape: [1, 1, 3, 2], dtype: 'float32' }] }],
  }
}

/** The model in a folder, its weights cut in two. */
export function filesOf(model: object | string, filter = FILTER): ModelFile[] {
  const text = typeof model === 'string' ? model : JSON.stringify(model)
  const bytes = new Uint8Array(Float32Array.from(filter).buffer)
  return [
    { path: 'net/b.bin', bytes: bytes.subarray(10) },
    { path: 'net/model.json', bytes: Uint8Array.from(text, (letter) => letter.charCodeAt(0)) },
    { path: 'net/a.bin', bytes: bytes.subarray(0, 10) },
  ]
}
