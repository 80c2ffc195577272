// A lesson: made by a teacher on the page, opened from its link by a student, gone through and left.
import { button, expect, flaws, open, test } from './page.ts'

test('a teacher makes a lesson, and its link shows students what was chosen, note after note', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await open(page, 'preset=smoke&data=shapes')
  await button(page, 'Make a lesson').click()
  const maker = page.getByTestId('make-lesson')
  await maker.getByRole('button', { name: 'Copy the link' }).focus()
  await expect(maker).toContainText('A lesson needs a title.')
  await maker.getByLabel('Title').fill('Why turn pictures?')
  await maker.getByRole('radio', { name: 'The finished example' }).check()
  await maker.getByRole('checkbox', { name: 'Scores' }).uncheck()
  await maker.getByRole('checkbox', { name: 'All, with the presets' }).uncheck()
  await maker.getByRole('textbox', { name: 'Text of note 1' }).fill('What are these?\n100 % & more')
  await button(page, 'Add a note').click()
  await maker.getByRole('combobox', { name: 'Note 2 is about' }).selectOption({ label: 'Which way is up?' })
  await maker.getByRole('textbox', { name: 'Text of note 2' }).fill('Which way is up?')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await flaws(page)).toEqual([])
  }
  await maker.getByRole('button', { name: 'Copy the link' }).click()
  await expect(maker.getByRole('button', { name: 'Copied' })).toBeVisible()
  const link = await page.evaluate(() => navigator.clipboard.readText())

  await page.goto('about:blank')
  await page.goto(link)
  const card = page.getByTestId('lesson')
  await expect(card).toContainText('Why turn pictures?')
  await expect(card).toContainText('What are these?\n100 % & more', { useInnerText: true })
  await expect(page.getByTestId('sample-wall')).toHaveAttribute('data-step', '6000') // the example, although the link names a preset
  await expect(page.getByRole('slider', { name: 'Beta' })).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Preset' })).toBeHidden()
  await expect(page.getByRole('heading', { name: 'Scores' })).toBeHidden()
  await button(page, 'Next').click()
  await expect(card).toContainText('2 of 2')
  await expect(page.getByTestId('rotation-panel')).toBeInViewport()
  expect(await flaws(page)).toEqual([])

  await page.reload()
  await expect(card).toContainText('Why turn pictures?') // the address keeps it
  await button(page, 'Leave the lesson').click()
  await expect(card).toBeHidden()
  await expect(page.getByRole('heading', { name: 'Scores' })).toBeVisible()
  expect(new URL(page.url()).hash).not.toContain('lesson=')
})
