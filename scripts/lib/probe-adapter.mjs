// Run as a child: prints the WebGPU adapter that Dawn finds with this environment as JSON, or `null`. A driver that crashes takes only this process.
import { create, globals } from 'webgpu'

Object.assign(globalThis, globals)
const gpu = create([])
const adapter = await gpu.requestAdapter()
const answer = adapter && {
  vendor: adapter.info.vendor,
  architecture: adapter.info.architecture,
  description: adapter.info.description,
  fallback: adapter.info.isFallbackAdapter ?? false,
}
process.stdout.write(JSON.stringify(answer), () => process.exit(0)) // Dawn keeps the process alive otherwise
