// Adam [Kingma and Ba 2015, alg. 1] with the moving average of the weights in the same pass.

const EPSILON: f32 = 1e-8

/** One update of the weights from … to, in place. @param average 0 where none is kept */
export function adam(
  weight: usize,
  first: usize,
  second: usize,
  average: usize,
  gradient: usize,
  stepLength: f32,
  correction: f32,
  beta1: f32,
  beta2: f32,
  decay: f32,
  from: i32,
  to: i32,
): void {
  const end = (<usize>to) << 2
  let at = (<usize>from) << 2
  for (; at + 16 <= end; at += 16) {
    const g = v128.load(gradient + at)
    const m = f32x4.add(f32x4.mul(f32x4.splat(beta1), v128.load(first + at)), f32x4.mul(f32x4.splat(1 - beta1), g))
    const v = f32x4.add(f32x4.mul(f32x4.splat(beta2), v128.load(second + at)), f32x4.mul(f32x4.mul(f32x4.splat(1 - beta2), g), g))
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(v), f32x4.splat(correction)), f32x4.splat(EPSILON))
    const w = f32x4.sub(v128.load(weight + at), f32x4.div(f32x4.mul(m, f32x4.splat(stepLength)), root))
    v128.store(first + at, m)
    v128.store(second + at, v)
    v128.store(weight + at, w)
    if (average) {
      const mean = f32x4.mul(f32x4.splat(decay), v128.load(average + at))
      v128.store(average + at, f32x4.add(mean, f32x4.mul(f32x4.splat(1 - decay), w)))
    }
  }
  for (; at < end; at += 4) {
    const g = load<f32>(gradient + at)
    const m = beta1 * load<f32>(first + at) + (1 - beta1) * g
    const v = beta2 * load<f32>(second + at) + (1 - beta2) * g * g
    const w = load<f32>(weight + at) - (m * stepLength) / (sqrt<f32>(v) * correction + EPSILON)
    store<f32>(first + at, m)
    store<f32>(second + at, v)
    store<f32>(weight + at, w)
    if (average) store<f32>(average + at, decay * load<f32>(average + at) + (1 - decay) * w)
  }
}
