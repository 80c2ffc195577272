// An exported HTML file without WebGPU.
import { test } from '@playwright/test'
import { htmlFileJourney } from './html-file.ts'

test('an HTML file from disk draws in JavaScript what the command line draws, is steered by mouse and keys, and asks nobody', async ({
  page,
}) => {
  await htmlFileJourney(page, /^Drawn by JavaScript/)
})
