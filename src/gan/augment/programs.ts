// The WGSL of rotation and augmentation: where every pixel D sees comes from, and, for the gradient, where it went.
import { memoize, openMain, type Program, WORKGROUP, workgroupsFor } from '../../tensor/ops/program.ts'
import { declareOpaqueZero } from '../../tensor/ops/tile.ts'
import { workgroupTotal } from '../../tensor/ops/workgroup.ts'

/**
 * images [groups · batch, size, size, channels] → [groups · (batch + 3n), size, size, channels]: of each group the images, then its
 * last n rotated by 90, by 180 and by 270 degrees.
 */
export interface ViewShape {
  readonly groups: number
  readonly batch: number
  /** Images shown in all four rotations. */
  readonly n: number
  readonly size: number
  readonly channels: number
  /** Whether colours change. */
  readonly color: boolean
}

/** Uniform numbers in [0, 1) that each view needs; what each is for is named below. */
export const DRAWS_PER_IMAGE = 7
export const [BRIGHTNESS, SATURATION, CONTRAST, SHIFT_Y, SHIFT_X, CUT_Y, CUT_X] = [0, 1, 2, 3, 4, 5, 6] as const

/** Of the strengths [3]: colour in 0 … 1, the longest shift and the side of the hole in pixels. */
export const [COLOR, SHIFT, HOLE] = [0, 1, 2] as const

export function viewCount({ groups, batch, n }: ViewShape): number {
  return groups * (batch + 3 * n)
}

function common(shape: ViewShape, strengthsIndex: number): string {
  const { batch, n, size, channels } = shape
  return /* wgsl */ `
const BATCH = ${batch}; const N = ${n}; const SIZE = ${size}; const CHANNELS = ${channels};
const VIEWS = ${batch + 3 * n}; // of a group

fn draw(view: i32, which: i32) -> f32 { return draws[view * ${DRAWS_PER_IMAGE} + which]; }
/** How far a view moved, down and right. */
fn shiftOf(view: i32) -> vec2<i32> {
  let longest = scalars[${strengthsIndex + SHIFT}];
  let drawn = floor(vec2<f32>(draw(view, ${SHIFT_Y}), draw(view, ${SHIFT_X})) * (2.0 * longest + 1.0));
  return vec2<i32>(min(drawn, vec2<f32>(2.0 * longest)) - longest); // a draw just below 1 may be rounded to it
}
/** Whether a pixel lies in the hole of its view. */
fn inHole(view: i32, pixel: vec2<i32>) -> bool {
  let side = i32(scalars[${strengthsIndex + HOLE}]);
  let places = f32(SIZE + 1 - side % 2);
  let drawn = floor(vec2<f32>(draw(view, ${CUT_Y}), draw(view, ${CUT_X})) * places);
  let first = vec2<i32>(min(drawn, vec2<f32>(places - 1.0))) - side / 2;
  let offset = pixel - first;
  return (offset.x >= 0) & (offset.y >= 0) & (offset.x < side) & (offset.y < side);
}
fn onImage(pixel: vec2<i32>) -> bool {
  return (u32(pixel.x) < u32(SIZE)) & (u32(pixel.y) < u32(SIZE));
}
/** A pixel (row, column) of an image after so many quarter turns counter-clockwise; three more turns take it back. */
fn rotatedPixel(pixel: vec2<i32>, turns: i32) -> vec2<i32> {
  var rotated = pixel;
  for (var i = 0; i < turns; i++) { rotated = vec2<i32>(SIZE - 1 - rotated.y, rotated.x); }
  return rotated;
}
${
  shape.color
    ? /* wgsl */ `
fn brightness(view: i32) -> f32 { return (draw(view, ${BRIGHTNESS}) - 0.5) * scalars[${strengthsIndex + COLOR}]; }
fn saturation(view: i32) -> f32 { return 1.0 + (2.0 * draw(view, ${SATURATION}) - 1.0) * scalars[${strengthsIndex + COLOR}]; }
fn contrast(view: i32) -> f32 { return 1.0 + (draw(view, ${CONTRAST}) - 0.5) * scalars[${strengthsIndex + COLOR}]; }`
    : ''
}`
}

const BINDINGS = ['draws', 'scalars'].map((name, i) => `@group(0) @binding(${i}) var<storage, read> ${name}: array<f32>;`).join('\n')

/** Binds draws, scalars, images, views; with colour also the means of the images before the views. */
export const viewsProgram = memoize((shape: ViewShape, strengthsIndex: number): Program => {
  const pixels = viewCount(shape) * shape.size * shape.size
  const wgsl = /* wgsl */ `
${BINDINGS}
@group(0) @binding(2) var<storage, read> images: array<f32>;
${shape.color ? '@group(0) @binding(3) var<storage, read> imageMeans: array<f32>;' : ''}
@group(0) @binding(${shape.color ? 4 : 3}) var<storage, read_write> views: array<f32>;
${common(shape, strengthsIndex)}
${openMain()}
  if (index >= ${pixels}) { return; }
  let view = index / (SIZE * SIZE);
  let pixel = vec2<i32>(index / SIZE % SIZE, index % SIZE);
  let row = view % VIEWS;
  let copy = max(row - BATCH, 0);
  let turns = select(0, copy / max(N, 1) + 1, row >= BATCH);
  let image = view / VIEWS * BATCH + select(row, BATCH - N + copy % max(N, 1), row >= BATCH);
  let moved = pixel - shiftOf(view);
  let seen = onImage(moved) & !inHole(view, pixel);
  let source = rotatedPixel(select(vec2<i32>(), moved, seen), (4 - turns) % 4);
  let start = ((image * SIZE + source.x) * SIZE + source.y) * CHANNELS;
${
  shape.color
    ? /* wgsl */ `
  var sum = 0.0;
  for (var c = 0; c < CHANNELS; c++) { sum += images[start + c]; }
  let pixelMean = sum / f32(CHANNELS) + brightness(view);
  let imageMean = imageMeans[image] + brightness(view);
  for (var c = 0; c < CHANNELS; c++) {
    let saturated = (images[start + c] + brightness(view) - pixelMean) * saturation(view) + pixelMean;
    views[index * CHANNELS + c] = select(0.0, (saturated - imageMean) * contrast(view) + imageMean, seen);
  }`
    : /* wgsl */ `
  for (var c = 0; c < CHANNELS; c++) { views[index * CHANNELS + c] = select(0.0, images[start + c], seen); }`
}
}`
  return { label: 'views of images', wgsl, workgroups: workgroupsFor(pixels) }
})

/** Binds values [count, length] and means [count]: one workgroup each. */
export const meansProgram = memoize((count: number, length: number): Program => {
  const wgsl = /* wgsl */ `
@group(0) @binding(0) var<storage, read> values: array<f32>;
@group(0) @binding(1) var<storage, read_write> means: array<f32>;
${workgroupTotal('f32')}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  ${declareOpaqueZero('groups')}
  var sum = 0.0;
  for (var i = i32(local); i < ${length} + opaqueZero; i += ${WORKGROUP}) { sum += values[i32(group.x) * ${length} + i]; }
  let all = total(sum, local, opaqueZero);
  if (local == 0u) { means[group.x] = all / ${length}.0; }
}`
  return { label: 'means of images', wgsl, workgroups: [count, 1, 1] }
})

/** Binds draws, scalars, dViews, means: of the gradient of each view over all that is seen. Only needed with colour. */
export const gradientMeansProgram = memoize((shape: ViewShape, strengthsIndex: number): Program => {
  const wgsl = /* wgsl */ `
${BINDINGS}
@group(0) @binding(2) var<storage, read> dViews: array<f32>;
@group(0) @binding(3) var<storage, read_write> means: array<f32>;
${common({ ...shape, color: false }, strengthsIndex)}
${workgroupTotal('f32')}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  ${declareOpaqueZero('groups')}
  let view = i32(group.x);
  var sum = 0.0;
  for (var i = i32(local); i < SIZE * SIZE + opaqueZero; i += ${WORKGROUP}) {
    let pixel = vec2<i32>(i / SIZE, i % SIZE);
    let seen = onImage(pixel - shiftOf(view)) & !inHole(view, pixel);
    for (var c = 0; c < CHANNELS; c++) { sum += select(0.0, dViews[(view * SIZE * SIZE + i) * CHANNELS + c], seen); }
  }
  let all = total(sum, local, opaqueZero);
  if (local == 0u) { means[view] = all / f32(SIZE * SIZE * CHANNELS); }
}`
  return { label: 'means of the gradients of views', wgsl, workgroups: [viewCount(shape), 1, 1] }
})

/** Binds draws, scalars, dViews, dImages; with colour also the means of the gradients before dImages. */
export const viewsGradientProgram = memoize((shape: ViewShape, strengthsIndex: number): Program => {
  const pixels = shape.groups * shape.batch * shape.size * shape.size
  const wgsl = /* wgsl */ `
${BINDINGS}
@group(0) @binding(2) var<storage, read> dViews: array<f32>;
${shape.color ? '@group(0) @binding(3) var<storage, read> gradientMeans: array<f32>;' : ''}
@group(0) @binding(${shape.color ? 4 : 3}) var<storage, read_write> dImages: array<f32>;
${common(shape, strengthsIndex)}
${openMain()}
  if (index >= ${pixels}) { return; }
  let image = index / (SIZE * SIZE);
  let pixel = vec2<i32>(index / SIZE % SIZE, index % SIZE);
  let ownGroup = image / BATCH;
  let row = image % BATCH;
  var sums: array<f32, CHANNELS>;
  for (var turns = 0; turns < select(1, 4, row >= BATCH - N); turns++) {
    let view = ownGroup * VIEWS + select(BATCH + (turns - 1) * N + row - (BATCH - N), row, turns == 0);
    let moved = rotatedPixel(pixel, turns) + shiftOf(view);
    let seen = onImage(moved) & !inHole(view, moved);
    let start = ((view * SIZE + select(0, moved.x, seen)) * SIZE + select(0, moved.y, seen)) * CHANNELS;
${
  shape.color
    ? /* wgsl */ `
    var sum = 0.0;
    for (var c = 0; c < CHANNELS; c++) { sum += select(0.0, dViews[start + c], seen); }
    let pixelMean = sum / f32(CHANNELS);
    for (var c = 0; c < CHANNELS; c++) {
      let gradient = select(0.0, dViews[start + c], seen);
      let unsaturated = saturation(view) * gradient + (1.0 - saturation(view)) * pixelMean;
      sums[c] += contrast(view) * unsaturated + (1.0 - contrast(view)) * gradientMeans[view];
    }`
    : /* wgsl */ `
    for (var c = 0; c < CHANNELS; c++) { sums[c] += select(0.0, dViews[start + c], seen); }`
}
  }
  for (var c = 0; c < CHANNELS; c++) { dImages[index * CHANNELS + c] = sums[c]; }
}`
  return { label: 'gradient of the views of images', wgsl, workgroups: workgroupsFor(pixels) }
})
