// The Worker that draws for the page: connects the controller with the page's messages and with what a browser provides.
import type { FromDrawing, ToDrawing } from '../spec/drawing.ts'
import { createDrawingController } from './drawing/drawing-controller.ts'
import { EXAMPLE_FILES, readExampleGenerator } from './drawing/example-file.ts'
import { browserPainters, createPainterOpener } from './drawing/open-painter.ts'
import { createFetchBytes } from './fetch-bytes.ts'

const loadFinder = () => import('../player/directions/find-directions.ts')
const now = () => performance.now() / 1000

const handle = createDrawingController({
  emit: (message: FromDrawing, transferred) => self.postMessage(message, transferred),
  now,
  pause: (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds)),
  openPainter: createPainterOpener({ ...browserPainters, now }),
  directionFinder: {
    findSets: async (...given) => (await loadFinder()).findSets(...given),
    findShifts: async (...given) => (await loadFinder()).findShifts(...given),
  },
  async loadExample(base) {
    const load = createFetchBytes(base, 'example')
    const [description, numbers] = await Promise.all([load(EXAMPLE_FILES.description), load(EXAMPLE_FILES.numbers)])
    return readExampleGenerator(new TextDecoder().decode(description), numbers.buffer as ArrayBuffer)
  },
})

self.onmessage = ({ data }: MessageEvent<ToDrawing>) => handle(data)
