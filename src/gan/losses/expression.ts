// An adversarial loss as a formula of logits, written once as plain data. From it come the reference in TensorFlow.js's operations, the
// WGSL of the GPU kernel, the number that the kernel on WebAssembly computes, and the derivative, by the rules of calculus.
import { wgslFloat } from '../../tensor/ops/wgsl-float.ts'
import * as tf from '../../tensor/tf.ts'

/** Whose logit: D's of a real image x, or of a fake one, G(z). Where a formula has both, they are a pair: the i-th real and the i-th fake image of the batch. */
export type Group = 'real' | 'fake'

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'logit'; readonly group: Group }
  | { readonly kind: Unary; readonly x: Expression }
  | { readonly kind: Binary; readonly a: Expression; readonly b: Expression }

/** `relu` is max(0, x), `softplus` log(1 + eˣ). */
type Unary = 'neg' | 'relu' | 'square' | 'softplus' | 'sigmoid'
/** `ifPositive` is b where a > 0, else 0: the derivative of relu, which is taken to be 0 at 0. */
type Binary = 'add' | 'sub' | 'mul' | 'ifPositive'

type Operand = Expression | number

const isNumber = (x: Expression, value: number) => x.kind === 'number' && x.value === value
const toExpression = (x: Operand): Expression => (typeof x === 'number' ? { kind: 'number', value: x } : x)
const unary =
  (kind: Unary) =>
  (x: Expression): Expression => ({ kind, x })

// Building blocks. They simplify what derivatives are full of: products with 0, 1 and -1, sums with 0. Numbers stand first.

export const real: Expression = { kind: 'logit', group: 'real' }
export const fake: Expression = { kind: 'logit', group: 'fake' }
export const relu = unary('relu')
export const square = unary('square')
export const softplus = unary('softplus')
const sigmoid = unary('sigmoid')

export function neg(x: Expression): Expression {
  if (x.kind === 'number') return toExpression(-x.value)
  return x.kind === 'neg' ? x.x : { kind: 'neg', x }
}

export function add(left: Operand, right: Operand): Expression {
  const [a, b] = [toExpression(left), toExpression(right)]
  if (isNumber(a, 0)) return b
  return isNumber(b, 0) ? a : { kind: 'add', a, b }
}

export function sub(left: Operand, right: Operand): Expression {
  const [a, b] = [toExpression(left), toExpression(right)]
  if (isNumber(a, 0)) return neg(b)
  return isNumber(b, 0) ? a : { kind: 'sub', a, b }
}

export function mul(left: Operand, right: Operand): Expression {
  const [a, b] = [toExpression(left), toExpression(right)]
  if (b.kind === 'number' && a.kind !== 'number') return mul(b, a)
  if (isNumber(a, 0)) return a
  if (isNumber(a, 1)) return b
  if (isNumber(a, -1)) return neg(b)
  if (a.kind === 'number' && b.kind === 'number') return toExpression(a.value * b.value)
  if (a.kind === 'number' && b.kind === 'mul' && b.a.kind === 'number') return mul(a.value * b.a.value, b.b)
  return { kind: 'mul', a, b }
}

function ifPositive(a: Expression, b: Expression): Expression {
  return isNumber(b, 0) ? b : { kind: 'ifPositive', a, b }
}

/** Whether the formula depends on the logits of that group. */
export function mentions(expression: Expression, group: Group): boolean {
  if (expression.kind === 'number') return false
  if (expression.kind === 'logit') return expression.group === group
  return 'x' in expression ? mentions(expression.x, group) : mentions(expression.a, group) || mentions(expression.b, group)
}

/** ∂ of the expression / ∂ the logits of that group. */
export function derivative(expression: Expression, group: Group): Expression {
  if (expression.kind === 'number') return toExpression(0)
  if (expression.kind === 'logit') return toExpression(expression.group === group ? 1 : 0)
  const d = (part: Expression) => derivative(part, group)
  switch (expression.kind) {
    case 'neg':
      return neg(d(expression.x))
    case 'relu':
      return ifPositive(expression.x, d(expression.x))
    case 'square':
      return mul(mul(2, expression.x), d(expression.x))
    case 'softplus':
      return mul(sigmoid(expression.x), d(expression.x))
    case 'sigmoid':
      return mul(mul(expression, sub(1, expression)), d(expression.x))
    case 'add':
      return add(d(expression.a), d(expression.b))
    case 'sub':
      return sub(d(expression.a), d(expression.b))
    case 'mul':
      return add(mul(d(expression.a), expression.b), mul(expression.a, d(expression.b)))
    case 'ifPositive':
      return ifPositive(expression.a, d(expression.b))
    default:
      return expression satisfies never
  }
}

/** How each operation is done on values of some kind. */
type Meaning<T> = { readonly number: (value: number) => T } & Readonly<Record<Unary, (x: T) => T>> &
  Readonly<Record<Binary, (a: T, b: T) => T>>

/** Values of a pass that has one group, or both. */
type Logits<T> = Readonly<Partial<Record<Group, T>>>

/** @throws Error where the formula names a group that is not there */
function evaluate<T>(expression: Expression, logits: Logits<T>, meaning: Meaning<T>): T {
  if (expression.kind === 'number') return meaning.number(expression.value)
  if (expression.kind === 'logit') {
    const logit = logits[expression.group]
    if (logit === undefined) throw new Error(`the loss needs the logits of ${expression.group} images`)
    return logit
  }
  if ('x' in expression) return meaning[expression.kind](evaluate(expression.x, logits, meaning))
  return meaning[expression.kind](evaluate(expression.a, logits, meaning), evaluate(expression.b, logits, meaning))
}

const TENSORS: Meaning<tf.Tensor> = {
  number: (value) => tf.scalar(value),
  neg: tf.neg,
  relu: tf.relu,
  square: tf.square,
  softplus: tf.softplus,
  sigmoid: tf.sigmoid,
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  ifPositive: (a, b) => tf.mul(tf.step(a), b),
}

const NUMBERS: Meaning<number> = {
  number: (value) => value,
  neg: (x) => -x,
  relu: (x) => Math.max(0, x),
  square: (x) => x * x,
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), // without overflow
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  ifPositive: (a, b) => (a > 0 ? b : 0),
}

const WGSL: Meaning<string> = {
  number: wgslFloat,
  neg: (x) => `(-${x})`,
  relu: (x) => `max(0.0, ${x})`,
  square: (x) => `square(${x})`,
  softplus: (x) => `softplus(${x})`,
  sigmoid: (x) => `(1.0 / (1.0 + exp(-${x})))`,
  add: (a, b) => `(${a} + ${b})`,
  sub: (a, b) => `(${a} - ${b})`,
  mul: (a, b) => `(${a} * ${b})`,
  ifPositive: (a, b) => `select(0.0, ${b}, ${a} > 0.0)`,
}

/** What `toWgsl` calls. */
export const WGSL_FUNCTIONS = /* wgsl */ `
fn square(x: f32) -> f32 { return x * x; }
fn softplus(x: f32) -> f32 { return max(x, 0.0) + log(1.0 + exp(-abs(x))); }`

/** Of logits [B, 1] each, elementwise. */
export const toTensor = (expression: Expression, logits: Logits<tf.Tensor>): tf.Tensor => evaluate(expression, logits, TENSORS)

/** Of one logit each. */
export const toNumber = (expression: Expression, logits: Logits<number>): number => evaluate(expression, logits, NUMBERS)

/** As WGSL, of variables that are called `real` and `fake`. */
export const toWgsl = (expression: Expression): string => evaluate(expression, { real: 'real', fake: 'fake' }, WGSL)

/** The formulas of D's and of G's adversarial loss: each is averaged over the batch, then they are added up. */
export interface AdversarialLoss {
  readonly discriminator: readonly Expression[]
  readonly generator: readonly Expression[]
}
