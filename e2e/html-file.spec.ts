// An exported HTML file with WebGPU.
import { test } from '@playwright/test'
import { htmlFileJourney } from './html-file.ts'

test('an HTML file from disk draws on WebGPU what the command line draws, is steered by mouse and keys, and asks nobody', async ({
  page,
}) => {
  await htmlFileJourney(page, /^Drawn by WebGPU/)
})
