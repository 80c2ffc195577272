// The numbers of a run: its values as CSV and JSON, its charts as SVG. The page makes the same files.
import { NUMBER_FILES, type NumberFormat } from '../../spec/numbers/number-files.ts'
import { numbersOf, spanOf } from '../../spec/numbers/run-numbers.ts'
import { survivingEvents } from '../../spec/run-log.ts'
import { FileError } from '../errors.ts'
import type { ExportFormat } from './format.ts'

function numbersAs(format: NumberFormat): ExportFormat {
  return {
    options: [],
    async write({ run }) {
      const { images, config, name } = run.record
      const numbers = numbersOf(survivingEvents(await run.events()), { images: images.label, config })
      if (spanOf(numbers) === null)
        throw new FileError(`“${name}” has no values: nothing was reported of it yet, or its history is not there.`)
      const write = await NUMBER_FILES[format].load()
      return { bytes: new TextEncoder().encode(write(numbers)) }
    },
  }
}

export const csv = numbersAs('csv')
export const json = numbersAs('json')
export const svg = numbersAs('svg')
