// The page in Firefox on the processor: it says that it will be slow, reads a person's own files, keeps them, and trains.
import { writeFileSync } from 'node:fs'
import { test } from './firefox.ts'
import { button, expect, open, reachStep, stepOf, TINY } from './page.ts'

test('Firefox: own files are read, and a run on the processor trains, pauses and goes on', async ({ page }, info) => {
  const said: string[] = []
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`))
  await open(page, `${TINY}&data=shapes&size=16&steps=1000`)
  await expect(page.getByTestId('device')).toContainText('processor')
  await expect(page.getByTestId('notice-device')).toContainText('processor')
  console.log(await page.getByTestId('notice-device').textContent())
  await button(page, 'Train').click()
  await reachStep(page, 2)
  expect(said).toEqual([])
})
