import { describe, expect, test } from '@jest/globals'
import { fromUnits, toUnits } from './decimal.ts'
import { isDay, isEmail, isMoment, isUrl, toUtc } from './format.ts'
import { fromStored, toStored } from './time.ts'

test.each([
  ['12.5', 1250, '12.50'],
  ['-0', 0, '0.00'],
  ['-0.05', -5, '-0.05'],
  ['0007', 700, '7.00'],
  ['9999999999999.99', 999999999999999, '9999999999999.99'],
])('the decimal %s is kept as %d and shown as %s', (text, units, shown) => {
  expect(toUnits(text, 2)).toBe(units)
  expect(fromUnits(units, 2)).toBe(shown)
})

test.each(['2024-02-29', '1000-01-01', '9999-12-31'])('%s is a day', (text) => expect(isDay(text)).toBe(true))
test.each(['2026-02-29', '0999-12-31', '2026-13-01', '2026-1-1', '10000-01-01', ''])('%s is no day', (text) =>
  expect(isDay(text)).toBe(false),
)

describe('moments', () => {
  test('are cut to milliseconds, in UTC', () => {
    expect(toUtc('2026-11-20T00:00:00.1239999+01:00')).toBe('2026-11-19T23:00:00.123Z')
  })
  test('come back from a database as they were', () => {
    for (const moment of ['2026-11-20T10:00:00.120Z', '2026-11-20T10:00:00.000Z']) {
      expect(fromStored(toStored(moment))).toBe(moment)
    }
    expect(fromStored('2026-11-20 10:00:00.1+00')).toBe('2026-11-20T10:00:00.100Z')
  })
  test.each([
    '2026-02-30T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:00:00',
    '2026-01-01t00:00:00z',
    '9999-12-31T23:59:59-01:00',
  ])('%s is none', (text) => expect(isMoment(text)).toBe(false))
})

test('addresses are told from other texts', () => {
  expect(['a@b.c', 'a@b', 'a b@c.d'].map(isEmail)).toEqual([true, false, false])
  expect(['https://a.b/c?d', 'http://', 'ftp://a.b', 'javascript:x'].map(isUrl)).toEqual([true, false, false, false])
})
