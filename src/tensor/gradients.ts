// Value, gradients and further results of a loss in one call. TensorFlow.js returns only the loss and its gradients; here other results
// of the forward pass (logits, accuracies) come out too.
import type { Tensors } from './ops/op.ts'
import * as tf from './tf.ts'

/**
 * d loss / d each of `parameters`.
 * @param forward gets the same names; returns the scalar loss and further tensors to keep.
 */
export function lossAndGradients<Extra extends Tensors>(
  parameters: Tensors,
  forward: (parameters: Tensors) => { loss: tf.Scalar; extra: Extra },
): { loss: tf.Scalar; extra: Extra; gradients: Record<string, tf.Tensor> } {
  const names = Object.keys(parameters)
  let extra: Extra | undefined
  const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) => {
    const result = forward(Object.fromEntries(names.map((name, i) => [name, tensors[i] as tf.Tensor])))
    extra = mapTensors(result.extra, (tensor) => tf.keep(tensor))
    return result.loss
  })(names.map((name) => parameters[name] as tf.Tensor))
  return {
    loss: value as tf.Scalar,
    extra: mapTensors(extra as Extra, adopt),
    gradients: Object.fromEntries(names.map((name, i) => [name, grads[i] as tf.Tensor])),
  }
}

/** d Σ f(x) / d x. It can be differentiated again, where it is computed within a loss. */
export function inputGradient<T extends tf.Tensor>(f: (x: T) => tf.Tensor, x: T): T {
  const { grads } = tf.valueAndGrads((input: tf.Tensor): tf.Tensor => tf.sum(f(input as T)))([x])
  return grads[0] as T
}

/** The result of `make`, through which no gradient flows. */
export function withoutGradient<T extends tf.Tensor>(make: () => T): T {
  return tf.customGrad(() => ({ value: make(), gradFunc: () => [] }))() as T
}

/** Makes a kept tensor one of the current scope, which frees it like any other. */
function adopt(kept: tf.Tensor): tf.Tensor {
  const owned = tf.clone(kept)
  kept.dispose()
  return owned
}

function mapTensors<T extends Tensors>(tensors: T, map: (tensor: tf.Tensor, name: string) => tf.Tensor): T {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, map(tensor, name)])) as T
}
