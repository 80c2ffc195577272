// Requests of which only the newest waiting one is sent.
import { expect, test } from 'vitest'
import { makeLatestWins } from './latest-wins.ts'

function recorder() {
  const sent: [number, string][] = []
  return { sent, requests: makeLatestWins<string>((request, value) => sent.push([request, value])) }
}

test('one request at a time; of those made meanwhile only the newest is sent', () => {
  const { sent, requests } = recorder()
  for (const value of ['a', 'b', 'c']) requests.request(value)
  expect(sent).toEqual([[1, 'a']])
  requests.answered(1)
  expect(sent).toEqual([
    [1, 'a'],
    [2, 'c'],
  ])
  requests.answered(2)
  requests.request('d')
  expect(sent).toHaveLength(3)
})

test('the answer to an old request sends nothing', () => {
  const { sent, requests } = recorder()
  requests.request('a')
  requests.request('b')
  requests.answered(0)
  expect(sent).toHaveLength(1)
})

test('after clear, the next request is sent at once', () => {
  const { sent, requests } = recorder()
  requests.request('a')
  requests.request('b')
  requests.clear()
  requests.answered(1)
  expect(sent).toHaveLength(1)
  requests.request('c')
  expect(sent.at(-1)).toEqual([2, 'c'])
})
