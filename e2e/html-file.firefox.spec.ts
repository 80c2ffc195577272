// An exported HTML file in Firefox.
import { noFirefox, test } from './firefox.ts'
import { htmlFileJourney } from './html-file.ts'

test.skip(...noFirefox)

test('an HTML file from disk draws in Firefox what the command line draws, is steered by mouse and keys, and asks nobody', async ({
  page,
}) => {
  await htmlFileJourney(page, /^Drawn by (JavaScript|WebGPU)/)
})
