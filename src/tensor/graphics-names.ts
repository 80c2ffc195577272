// What the graphics of this machine call themselves, and whether that is a GPU or a processor that imitates one.

const SOFTWARE_NAMES = /swiftshader|llvmpipe|lavapipe|basic render|software/i

/** Whether what has this name imitates a GPU on the processor. */
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
 * The name of the graphics card behind WebGL, or “WebGL” where the browser does not tell it; null where there is no WebGL. Nothing is
 * compiled. Asked for here, because TensorFlow.js fills the console with errors where there is none.
 */
export function webglRenderer(): string | null {
  const { OffscreenCanvas: Surface } = globalThis as { OffscreenCanvas?: new (width: number, height: number) => DrawingSurface }
  if (!Surface) return null
  const surface = new Surface(1, 1)
  const context = surface.getContext('webgl2') ?? new Surface(1, 1).getContext('webgl')
  if (!context) return null
  const known = context.getExtension('WEBGL_debug_renderer_info')
  const name = known ? String(context.getParameter(UNMASKED_RENDERER)) : 'WebGL'
  context.getExtension('WEBGL_lose_context')?.loseContext?.() // browsers have few to give
  return name
}
