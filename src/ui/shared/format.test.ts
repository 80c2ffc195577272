// Formatting of numbers, durations and dates.
import { expect, test } from 'vitest'
import {
  countOf,
  formatAbout,
  formatCompact,
  formatCount,
  formatDate,
  formatDistance,
  formatDuration,
  formatPercent,
  formatRate,
  formatValue,
  secondsLeft,
} from './format.ts'

test('durations read like clocks, then like words', () => {
  expect([7, 754, 11_100, 187_200].map(formatDuration)).toEqual(['0:07', '12:34', '3 h 05 min', '2 d 4 h'])
  expect([Number.NaN, -1, Number.POSITIVE_INFINITY].map(formatDuration)).toEqual(['–', '–', '–'])
  expect(formatDuration(59.7)).toBe('1:00')
})

test('the time left follows from steps and rate, and is unknown without a rate', () => {
  expect(secondsLeft(100, 300, 4)).toBe(50)
  expect(secondsLeft(300, 300, 0)).toBe(0)
  expect(secondsLeft(100, 300, 0)).toBeNull()
})

test('numbers keep their significant digits', () => {
  expect([1.23456, -0.5, 123.456, 0.00001, 0].map(formatValue)).toEqual(['1.235', '−0.500', '123.5', '1.0e−5', '0.000'])
  expect([-0.00001, 250_000].map(formatValue)).toEqual(['−1.0e−5', '2.5e+5'])
  expect([null, undefined, Number.NaN].map(formatValue)).toEqual(['–', '–', '–'])
  expect([999, 9999, 45_600, 1_234_567].map(formatCompact)).toEqual(['999', '9,999', '45.6k', '1.23m'])
  expect([0, 0.5, 12.34, 250].map(formatRate)).toEqual(['–', '0.50', '12.3', '250'])
  expect([0.256, null, undefined, Number.NaN].map(formatPercent)).toEqual(['26 %', '–', '–', '–'])
  expect([0.4, 1234.5678].map(formatCount)).toEqual(['0', '1,235'])
})

test('distances keep three digits, errors as many decimals as their value', () => {
  expect([4.034, 23.14, 231.4, -0.514].map((value) => formatDistance(value))).toEqual(['4.03', '23.1', '231', '−0.51'])
  expect([formatDistance(1.25, 23.1), formatDistance(12.4, 231), formatDistance(null)]).toEqual(['1.3', '12', '–'])
})

test('rough durations are rounded', () => {
  expect([2, 23, 89, 118, 3600, 7100, 300_000].map(formatAbout)).toEqual(['5 s', '25 s', '90 s', '2 min', '60 min', '2 h', '3 days'])
})

test('counts have singular and plural', () => {
  expect([countOf(1, 'image'), countOf(2000, 'image')]).toEqual(['1 image', '2,000 images'])
})

test('dates are written out in local time', () => {
  expect(formatDate(new Date(2026, 10, 25, 12, 40).getTime())).toBe('25 Nov 2026, 12:40')
})
