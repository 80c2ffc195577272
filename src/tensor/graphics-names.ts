// Names of graphics devices: of the one behind WebGL, and whether a name is that of software rendering.

const SOFTWARE_NAMES = /swiftshader|llvmpipe|lavapipe|basic render|software/i

/** Whether a device of this name renders in software. */
export function isSoftwareName(name: string): boolean {
  return SOFTWARE_NAMES.test(name)
}

interface Context {
  getExtension(name: string): { loseContext?(): void } | null
  getParameter(id: number): unknown
}

interface DrawingSurface {
  getContext(kind: 'webgl' | 'webgl2'): Context | null
}

const UNMASKED_RENDERER = 0x9246 // of WEBGL_debug_renderer_info

/**
 * The name of the graphics card behind WebGL, or “WebGL” where the browser hides it; null where there is no WebGL. TensorFlow.js would
 * log errors to the console where there is none.
 */
export function webglRenderer(): string | null {
  const { OffscreenCanvas: Surface } = globalThis as { OffscreenCanvas?: new (width: number, height: number) => DrawingSurface }
  if (!Surface) return null
  const surface = new Surface(1, 1)
  const context = surface.getContext('webgl2') ?? new Surface(1, 1).getContext('webgl')
  if (!context) return null
  const known = context.getExtension('WEBGL_debug_renderer_info')
  const name = known ? String(context.getParameter(UNMASKED_RENDERER)) : 'WebGL'
  context.getExtension('WEBGL_lose_context')?.loseContext?.() // browsers limit the number of contexts
  return name
}
