// The generator that the page draws the finished example with, before the trainer has opened it: small, and drawing the very wall of the example.
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { pointCode } from '../gan/latent/codes.ts'
import { createPlan } from '../player/plan.ts'
import { readCopy } from '../player/stored-model.ts'
import { createWasmPainter } from '../player/wasm-painter.ts'
import { pointsOfGrid } from '../spec/picture-code.ts'
import { readProject } from '../store/project-file.ts'
import { EXAMPLE_FILES, readExampleGenerator } from '../worker/drawing/example-file.ts'

const FOLDER = 'public/example'

test('the generator beside the example is small, and draws the wall that stands in it', async () => {
  const numbers = await readFile(`${FOLDER}/${EXAMPLE_FILES.numbers}`)
  expect(numbers.length).toBeLessThan(260_000)
  const description = await readFile(`${FOLDER}/${EXAMPLE_FILES.description}`, 'utf8')
  const copy = readExampleGenerator(description, Uint8Array.from(numbers).buffer)
  const { run } = await readProject(await readFile(`${FOLDER}/fashion.zip`))
  const { wall } = await run.pictures(null)
  if (!wall) throw new Error('the example has no wall')
  expect(copy.step).toBe(wall.step)
  const model = readCopy(copy)
  const painter = await createWasmPainter(createPlan(model))
  const drawn = await painter.draw(pointsOfGrid(wall).map((point) => pointCode(point, model)))
  const differences = drawn.map((value, i) => Math.abs(value - (wall.pictures.pixels[i] as number)))
  expect(differences.length).toBe(wall.pictures.pixels.length)
  expect(differences.reduce((most, difference) => Math.max(most, difference), 0)).toBeLessThanOrEqual(1)
})
