import { expect, test } from 'vitest'
import { makeLatestWins } from './latest-wins.ts'

function recorder() {
  const sent: [number, string][] = []
  return { sent, requests: makeLatestWins<string>((request, wish) => sent.push([request, wish])) }
}

test('one request is under way; of what comes meanwhile only the newest is sent', () => {
  const { sent, requests } = recorder()
  for (const wish of ['a', 'b', 'c']) requests.ask(wish)
  expect(sent).toEqual([[1, 'a']])
  requests.answered(1)
  expect(sent).toEqual([
    [1, 'a'],
    [2, 'c'],
  ])
  requests.answered(2)
  requests.ask('d')
  expect(sent).toHaveLength(3)
})

test('the answer to an old request does not let another one out', () => {
  const { sent, requests } = recorder()
  requests.ask('a')
  requests.ask('b')
  requests.answered(0)
  expect(sent).toHaveLength(1)
})

test('when whoever would have answered is gone, the next wish goes out at once', () => {
  const { sent, requests } = recorder()
  requests.ask('a')
  requests.ask('b')
  requests.clear()
  requests.answered(1)
  expect(sent).toHaveLength(1)
  requests.ask('c')
  expect(sent.at(-1)).toEqual([2, 'c'])
})
