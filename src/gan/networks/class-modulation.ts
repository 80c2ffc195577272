// Scale and offset of a class-conditional norm from the embedding of the classes, as one operation each way.
import { convShape } from '../../tensor/ops/conv2d/shape.ts'
import { convolveOnWasm, filterGradientOnWasm, inputGradientOnWasm } from '../../tensor/ops/conv2d/wasm.ts'
import { defineOp, type Inputs } from '../../tensor/ops/op.ts'
import { dispatch, memoize, openMain, type Program, workgroupsFor } from '../../tensor/ops/program.ts'
import * as tf from '../../tensor/tf.ts'
import type { WasmBackend } from '../../tensor/wasm/module.ts'
import { valuesOf } from '../../tensor/wasm/tensors.ts'
import { LINEAR } from './layers.ts'

type WeightName = 'scaleWeight' | 'scaleBias' | 'offsetWeight' | 'offsetBias'

/**
 * γ + eW and β + eW' [de Vries et al. 2017, §3; Miyato and Koyama 2018, §4]: no class, e = 0, is plain batch norm.
 * @param inputs the embedding e [B, width], weights [width, C] and biases [C]
 * @returns [B, 1, 1, C] each
 */
export function classModulation(inputs: Readonly<Record<'embedded' | WeightName, tf.Tensor>>): { scale: tf.Tensor; offset: tf.Tensor } {
  const [scale, offset] = modulationOp(inputs, {})
  return { scale, offset }
}

const modulationOp = defineOp<'embedded' | WeightName, object, [tf.Tensor, tf.Tensor]>({
  name: 'ClassModulation',
  webgpu(backend, { embedded, scaleWeight, scaleBias, offsetWeight, offsetBias }) {
    const [batch, width] = embedded.shape as [number, number]
    const channels = scaleBias.shape[0] as number
    const make = () => backend.makeTensorInfo([batch, 1, 1, channels], 'float32')
    const [scale, offset] = [make(), make()]
    const program = { ...forwardProgram(width), workgroups: workgroupsFor(batch * channels) }
    dispatch(backend, program, [embedded, scaleWeight, scaleBias, offsetWeight, offsetBias, scale, offset])
    return [scale, offset]
  },
  wasm(backend, { embedded, scaleWeight, scaleBias, offsetWeight, offsetBias }) {
    const product = (weight: tf.TensorInfo, bias: tf.TensorInfo) =>
      convolveOnWasm(backend, asConvolution(embedded, weight), pixels(embedded), filter(weight), bias, LINEAR)
    return [product(scaleWeight, scaleBias), product(offsetWeight, offsetBias)]
  },
  fallback({ embedded, scaleWeight, scaleBias, offsetWeight, offsetBias }) {
    const product = (weight: tf.Tensor, bias: tf.Tensor) => {
      const value = tf.add(tf.matMul(embedded as tf.Tensor2D, weight as tf.Tensor2D), bias) // [B, C]
      return tf.reshape(value, [value.shape[0] as number, 1, 1, value.shape[1] as number])
    }
    return [product(scaleWeight, scaleBias), product(offsetWeight, offsetBias)]
  },
  gradient: {
    keptInputs: ['embedded', 'scaleWeight', 'offsetWeight'],
    of(dys, kept) {
      const [dScale, dOffset, embedded, scaleWeight, offsetWeight] = [...dys, ...kept] as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ]
      const [dEmbedded, ...dWeights] = gradientOp({ dScale, dOffset, embedded, scaleWeight, offsetWeight }, {})
      const [dScaleWeight, dScaleBias, dOffsetWeight, dOffsetBias] = dWeights
      return {
        embedded: () => tf.clone(dEmbedded),
        scaleWeight: () => tf.clone(dScaleWeight),
        scaleBias: () => tf.clone(dScaleBias),
        offsetWeight: () => tf.clone(dOffsetWeight),
        offsetBias: () => tf.clone(dOffsetBias),
      }
    },
  },
})

type GradientInput = 'dScale' | 'dOffset' | 'embedded' | 'scaleWeight' | 'offsetWeight'

/** Of the embedding; of weight and bias of the scale; of those of the offset. */
const gradientOp = defineOp<GradientInput, object, [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]>({
  name: 'ClassModulationGradient',
  webgpu(backend, { dScale, dOffset, embedded, scaleWeight, offsetWeight }) {
    const [batch, width] = embedded.shape as [number, number]
    const [, channels] = scaleWeight.shape as [number, number]
    const make = (shape: number[]) => backend.makeTensorInfo(shape, 'float32')
    const dEmbedded = make([batch, width])
    const ofEmbedding = { ...embeddingGradientProgram(width), workgroups: workgroupsFor(batch * width) }
    dispatch(backend, ofEmbedding, [dScale, dOffset, scaleWeight, offsetWeight, dEmbedded])
    const [dScaleWeight, dScaleBias, dOffsetWeight, dOffsetBias] = [
      make([width, channels]),
      make([channels]),
      make([width, channels]),
      make([channels]),
    ]
    const ofWeights = { ...weightGradientProgram(width), workgroups: workgroupsFor((width + 1) * channels) }
    dispatch(backend, ofWeights, [dScale, dOffset, embedded, dScaleWeight, dScaleBias, dOffsetWeight, dOffsetBias])
    return [dEmbedded, dScaleWeight, dScaleBias, dOffsetWeight, dOffsetBias]
  },
  wasm: gradientOnWasm,
  fallback({ dScale, dOffset, embedded, scaleWeight, offsetWeight }) {
    const [scales, offsets] = [dScale, dOffset].map((dy) => tf.reshape(dy, [dy.shape[0] as number, -1])) as [tf.Tensor2D, tf.Tensor2D]
    const ofEmbedding = (dy: tf.Tensor2D, weight: tf.Tensor) => tf.matMul(dy, weight as tf.Tensor2D, false, true)
    const ofWeight = (dy: tf.Tensor2D) => tf.matMul(embedded as tf.Tensor2D, dy, true, false)
    const dEmbedded = tf.add(ofEmbedding(scales, scaleWeight), ofEmbedding(offsets, offsetWeight))
    return [dEmbedded, ofWeight(scales), tf.sum(scales, 0), ofWeight(offsets), tf.sum(offsets, 0)]
  },
  gradient: 'composed',
})

function gradientOnWasm(
  backend: WasmBackend,
  { dScale, dOffset, embedded, scaleWeight, offsetWeight }: Inputs<GradientInput>,
): tf.TensorInfo[] {
  const ofPart = (dy: tf.TensorInfo, weight: tf.TensorInfo) => {
    const shape = asConvolution(embedded, weight)
    const dEmbedded = inputGradientOnWasm(backend, shape, dy, filter(weight))
    const dWeight = { ...filterGradientOnWasm(backend, shape, pixels(embedded), dy), shape: weight.shape }
    const dBias = backend.makeOutput([weight.shape[1] as number], 'float32')
    const [sums, values] = [valuesOf(backend, dBias).fill(0), valuesOf(backend, dy)]
    values.forEach((value, i) => {
      sums[i % sums.length] = (sums[i % sums.length] as number) + value
    })
    return { dEmbedded, dWeight, dBias }
  }
  const [scale, offset] = [ofPart(dScale, scaleWeight), ofPart(dOffset, offsetWeight)]
  const [both, more] = [valuesOf(backend, scale.dEmbedded), valuesOf(backend, offset.dEmbedded)]
  more.forEach((value, i) => {
    both[i] = (both[i] as number) + value
  })
  backend.disposeData(offset.dEmbedded.dataId)
  return [{ ...scale.dEmbedded, shape: embedded.shape }, scale.dWeight, scale.dBias, offset.dWeight, offset.dBias]
}

/** On WebAssembly a product is a convolution of single pixels. */
function asConvolution(embedded: tf.TensorInfo, weight: tf.TensorInfo) {
  return convShape(
    pixels(embedded).shape as [number, number, number, number],
    filter(weight).shape as [number, number, number, number],
    1,
    'valid',
  )
}

const pixels = (x: tf.TensorInfo) => ({ ...x, shape: [x.shape[0] as number, 1, 1, x.shape[1] as number] })
const filter = (w: tf.TensorInfo) => ({ ...w, shape: [1, 1, ...w.shape] })

// The programs read how many images and channels there are from the tensors' lengths, so that all norms of a network share them.

/** Binds embedded, weight and bias of the scale and of the offset, scale, offset. */
const forwardProgram = memoize(
  (width: number): Omit<Program, 'workgroups'> => ({
    label: 'class modulation',
    wgsl: /* wgsl */ `
const WIDTH = ${width};
@group(0) @binding(0) var<storage, read> embedded: array<f32>;
@group(0) @binding(1) var<storage, read> scaleWeight: array<f32>;
@group(0) @binding(2) var<storage, read> scaleBias: array<f32>;
@group(0) @binding(3) var<storage, read> offsetWeight: array<f32>;
@group(0) @binding(4) var<storage, read> offsetBias: array<f32>;
@group(0) @binding(5) var<storage, read_write> scale: array<f32>;
@group(0) @binding(6) var<storage, read_write> offset: array<f32>;
${openMain()}
  if (index >= i32(arrayLength(&scale))) { return; }
  let channels = i32(arrayLength(&scaleBias));
  let channel = index % channels;
  let first = index / channels * WIDTH;
  var both = vec2<f32>();
  for (var k = 0; k < WIDTH + opaqueZero; k++) {
    both += embedded[first + k] * vec2<f32>(scaleWeight[k * channels + channel], offsetWeight[k * channels + channel]);
  }
  scale[index] = both.x + scaleBias[channel];
  offset[index] = both.y + offsetBias[channel];
}`,
  }),
)

/** Binds dScale, dOffset, scaleWeight, offsetWeight, dEmbedded. */
const embeddingGradientProgram = memoize(
  (width: number): Omit<Program, 'workgroups'> => ({
    label: 'class modulation: gradient of the embedding',
    wgsl: /* wgsl */ `
const WIDTH = ${width};
@group(0) @binding(0) var<storage, read> dScale: array<f32>;
@group(0) @binding(1) var<storage, read> dOffset: array<f32>;
@group(0) @binding(2) var<storage, read> scaleWeight: array<f32>;
@group(0) @binding(3) var<storage, read> offsetWeight: array<f32>;
@group(0) @binding(4) var<storage, read_write> dEmbedded: array<f32>;
${openMain()}
  if (index >= i32(arrayLength(&dEmbedded))) { return; }
  let channels = i32(arrayLength(&scaleWeight)) / WIDTH;
  let image = index / WIDTH * channels;
  let weights = index % WIDTH * channels;
  var sum = 0.0;
  for (var c = 0; c < channels; c++) {
    sum += dScale[image + c] * scaleWeight[weights + c] + dOffset[image + c] * offsetWeight[weights + c];
  }
  dEmbedded[index] = sum;
}`,
  }),
)

/** Binds dScale, dOffset, embedded; the gradients of weight and bias of the scale and of the offset. */
const weightGradientProgram = memoize(
  (width: number): Omit<Program, 'workgroups'> => ({
    label: 'class modulation: gradient of the weights',
    wgsl: /* wgsl */ `
const WIDTH = ${width};
@group(0) @binding(0) var<storage, read> dScale: array<f32>;
@group(0) @binding(1) var<storage, read> dOffset: array<f32>;
@group(0) @binding(2) var<storage, read> embedded: array<f32>;
@group(0) @binding(3) var<storage, read_write> dScaleWeight: array<f32>;
@group(0) @binding(4) var<storage, read_write> dScaleBias: array<f32>;
@group(0) @binding(5) var<storage, read_write> dOffsetWeight: array<f32>;
@group(0) @binding(6) var<storage, read_write> dOffsetBias: array<f32>;
${openMain()}
  let channels = i32(arrayLength(&dScaleBias));
  if (index >= (WIDTH + 1) * channels) { return; }
  let k = index / channels; // one more than there are for the biases
  let channel = index % channels;
  var sums = vec2<f32>();
  for (var image = 0; image < i32(arrayLength(&embedded)) / WIDTH; image++) {
    let factor = select(1.0, embedded[image * WIDTH + min(k, WIDTH - 1)], k < WIDTH);
    sums += factor * vec2<f32>(dScale[image * channels + channel], dOffset[image * channels + channel]);
  }
  if (k < WIDTH) {
    dScaleWeight[index] = sums.x;
    dOffsetWeight[index] = sums.y;
  } else {
    dScaleBias[channel] = sums.x;
    dOffsetBias[channel] = sums.y;
  }
}`,
  }),
)
