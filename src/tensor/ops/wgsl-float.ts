// Numbers as WGSL text.

/** A number as a WGSL float: `1.0`, `1e-7`, `(-0.5)`. @throws RangeError where float32 cannot hold it: the shader would not compile */
export function wgslFloat(value: number): string {
  if (!Number.isFinite(Math.fround(value))) throw new RangeError(`${value} is not a number of float32.`)
  const text = String(value)
  const float = /[.e]/.test(text) ? text : `${text}.0` // `1` would be an integer
  return value < 0 ? `(${float})` : float // so that a minus sign before it does not make it `--`
}
