// The one test of an operation: value, first and second gradient on every device, held to its reference. The reference gives values only, on
// arrays of float64; the gradients it is held to are its finite differences.
import { beforeAll, describe, expect, test } from 'vitest'
import { OP_DEVICES, openTestDevice } from '../test-devices.ts'
import * as tf from '../tf.ts'
import { normals } from './test-support.ts'

type Named<T, N extends string = string> = Readonly<Record<N, T>>
type Placed = (inputs: Named<{ readonly shape: readonly number[]; readonly values: Float32Array }>) => Named<tf.Tensor>

export interface OpCase<N extends string = string> {
  readonly title: string
  /** Of the inputs, which are standard normal unless `values` has them. Tiny: every entry is moved for the finite differences. */
  readonly shapes: Named<readonly number[], N>
  readonly values?: Partial<Named<Float32Array, NoInfer<N>>>
  /** Inputs that have a gradient; all unless given. */
  readonly differentiable?: readonly NoInfer<N>[]
  /** Puts inputs on the device, where plain tensors will not do. */
  readonly place?: Placed
  readonly run: (inputs: Named<tf.Tensor, N>) => tf.Tensor | tf.Tensor[]
  /** The entries of each output. */
  readonly reference: (inputs: Named<Float64Array, N>) => Float64Array[]
}

/** A case with its inputs typed by their names. */
export function opCase<N extends string>(one: OpCase<N>): OpCase {
  return one as unknown as OpCase
}

/** Largest error over the largest entry, or over 1 where all are smaller: a gradient may be 0. In float32. */
const TOLERANCE = 2e-5
const TOLERANCE_SECOND = 1e-4

/** Steps of the finite differences, in float64. */
const STEP = 1e-4
const STEP_SECOND = 3e-4

/** Also on the backend without kernels of ours, which computes the fallbacks. */
const DEVICES = [...OP_DEVICES, 'cpu'] as const

const wantedOf = new WeakMap<OpCase, Record<string, Float64Array>>()

export function checkOp(name: string, cases: readonly OpCase[]): void {
  describe.each(DEVICES)(`${name} on %s`, (device) => {
    beforeAll(async () => {
      await openTestDevice(device)
    })
    test.each(cases.map((one) => [one.title, one] as const))(
      '%s: value, first and second gradient, and the same bits twice',
      async (_, one) => {
        const [seen, wanted] = [await measured(one), wantedOf.get(one) ?? expected(one)]
        wantedOf.set(one, wanted)
        for (const [what, values] of Object.entries(wanted)) {
          const tolerance = what.startsWith('second') ? TOLERANCE_SECOND : TOLERANCE
          expect(largestError(seen[what] as Float32Array, values), what).toBeLessThan(tolerance)
        }
        expect(await measured(one)).toEqual(seen)
      },
    )
  })
}

function largestError(seen: Float32Array, wanted: Float64Array): number {
  if (seen.length !== wanted.length) return Number.POSITIVE_INFINITY
  const scale = Math.max(1, ...wanted.map(Math.abs))
  const errors = Array.from(wanted, (value, i) => Math.abs((seen[i] as number) - value) / scale)
  return errors.every(Number.isFinite) ? Math.max(...errors) : Number.POSITIVE_INFINITY
}

/** The inputs, as float32; directions in which the inputs are moved and weights of the outputs, for gradients of a single number. */
function given({ shapes, values }: OpCase) {
  const names = Object.keys(shapes)
  return {
    inputs: Object.fromEntries(names.map((name, i) => [name, values?.[name] ?? normals(shapes[name] as number[], i + 1)])),
    directions: Object.fromEntries(names.map((name, i) => [name, normals(shapes[name] as number[], 50 + i)])),
    weights: (lengths: readonly number[]) => lengths.map((length, i) => normals([length], 100 + i)),
  }
}

const differentiableOf = ({ shapes, differentiable }: OpCase) => differentiable ?? Object.keys(shapes)

/** On the current device: values; gradients of Σ weight · output; and the gradients of how that changes in the directions. */
async function measured(one: OpCase): Promise<Record<string, Float32Array>> {
  const { inputs, directions, weights } = given(one)
  const placed = Object.fromEntries(
    Object.keys(inputs).map((name) => [name, { shape: one.shapes[name] as number[], values: inputs[name] as Float32Array }]),
  )
  const tensors = one.place ? one.place(placed) : mapped(placed, ({ values, shape }) => tf.tensor(values, [...shape]))
  const results = tf.tidy(() => {
    const run = () => [one.run(tensors)].flat()
    const outputs = run()
    const ws = weights(outputs.map(({ size }) => size)).map((values, i) => tf.tensor(values, (outputs[i] as tf.Tensor).shape))
    const names = differentiableOf(one)
    const xs = names.map((name) => tensors[name] as tf.Tensor)
    const found: Record<string, tf.Tensor> = Object.fromEntries(outputs.map((output, i) => [`output ${i}`, output]))
    if (xs.length === 0) return found
    const first = () => gradients(() => dot(run(), ws), xs)
    const along = () =>
      dot(
        first(),
        names.map((name, i) => tf.tensor(directions[name] as Float32Array, (xs[i] as tf.Tensor).shape)),
      )
    for (const [i, gradient] of first().entries()) found[`gradient of ${names[i]}`] = gradient
    const seconds = gradients(along, [...xs, ...ws])
    for (const [i, gradient] of seconds.entries()) found[`second gradient of ${names[i] ?? `output ${i - xs.length}`}`] = gradient
    return found
  })
  const values = await Promise.all(
    Object.entries(results).map(async ([name, tensor]) => [name, Float32Array.from(await tensor.data())] as const),
  )
  tf.dispose([results, tensors])
  return Object.fromEntries(values)
}

/** Zeros where there is none. */
function gradients(f: () => tf.Scalar, xs: tf.Tensor[]): tf.Tensor[] {
  const { grads } = tf.engine().gradients(f, xs, undefined, true)
  return (grads as (tf.Tensor | null)[]).map((gradient, i) => gradient ?? tf.zerosLike(xs[i] as tf.Tensor))
}

function dot(tensors: readonly tf.Tensor[], weights: readonly tf.Tensor[]): tf.Scalar {
  return tensors.map((tensor, i): tf.Scalar => tf.sum(tf.mul(tensor, weights[i] as tf.Tensor))).reduce((a, b) => tf.add(a, b))
}

/** The same from the reference. */
function expected(one: OpCase): Record<string, Float64Array> {
  const { inputs, directions, weights } = given(one)
  const names = differentiableOf(one)
  const x = mapped(inputs, (values) => Float64Array.from(values))
  const outputs = one.reference(x)
  const ws = weights(outputs.map(({ length }) => length))
  const weighted = (arrays: Named<Float64Array>) =>
    one
      .reference(arrays)
      .reduce((sum, output, i) => output.reduce((all, value, k) => all + value * ((ws[i] as Float32Array)[k] as number), sum), 0)
  const moved = (step: number): Named<Float64Array> =>
    mapped(x, (values, name) =>
      names.includes(name) ? values.map((value, i) => value + step * ((directions[name] as Float32Array)[i] as number)) : values,
    )
  const found: Record<string, Float64Array> = Object.fromEntries(outputs.map((output, i) => [`output ${i}`, output]))
  if (names.length === 0) return found
  for (const name of names) found[`gradient of ${name}`] = differences(weighted, x, name, STEP)
  const [ahead, behind] = [moved(STEP_SECOND), moved(-STEP_SECOND)]
  const perStep = (a: number, b: number) => (a - b) / (2 * STEP_SECOND)
  for (const name of names) {
    const after = differences(weighted, ahead, name, STEP_SECOND)
    const before = differences(weighted, behind, name, STEP_SECOND)
    found[`second gradient of ${name}`] = after.map((value, i) => perStep(value, before[i] as number))
  }
  const [after, before] = [one.reference(ahead), one.reference(behind)]
  for (const i of outputs.keys()) {
    found[`second gradient of output ${i}`] = (after[i] as Float64Array).map((value, k) =>
      perStep(value, (before[i] as Float64Array)[k] as number),
    )
  }
  return found
}

/** Central differences of f with regard to each entry of one input. */
function differences(f: (arrays: Named<Float64Array>) => number, arrays: Named<Float64Array>, name: string, step: number): Float64Array {
  const values = Float64Array.from(arrays[name] as Float64Array)
  const changed = { ...arrays, [name]: values }
  return values.map((value, i) => {
    values[i] = value + step
    const after = f(changed)
    values[i] = value - step
    const before = f(changed)
    values[i] = value
    return (after - before) / (2 * step)
  })
}

function mapped<T, U>(record: Readonly<Record<string, T>>, map: (value: T, name: string) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]))
}
