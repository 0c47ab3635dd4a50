import { expect, jest, test } from '@jest/globals'
import { bench } from './bench.ts'

test('measures every kind of request without a failure', async () => {
  const print = jest.spyOn(console, 'log').mockReturnValue()
  await bench(['20'])
  const lines = print.mock.calls.map(([line]) => String(line))
  print.mockRestore()
  expect(lines).toHaveLength(3)
  for (const line of lines) expect(line).toMatch(/^(create|list of 20|get one) .* 0 failed/)
})
