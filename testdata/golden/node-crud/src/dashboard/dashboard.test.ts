import { expect, test } from '@jest/globals'
import { type Client, TestServer } from '../testserver/testserver.ts'

test('everybody sees their own numbers, administrators those of all', async () => {
  const server = await TestServer.start()
  const dashboard = async (client: Client) => (await client.send('GET', '/api/v1/dashboard')).body
  const user = await server.user()
  await user.make('shelves', 0)
  const own = await dashboard(user)
  expect(own).toMatchObject({ scope: 'own', users: null, totals: { shelves: 1 } })
  expect(own.created_per_day).toHaveLength(30)
  expect(own.created_per_day[29]).toEqual({ date: new Date().toISOString().slice(0, 10), count: 1 })
  expect(await dashboard(await server.user())).toMatchObject({ scope: 'own', totals: { shelves: 0 } })
  const all = await dashboard(await server.admin())
  expect(all.scope).toBe('all')
  expect(all.users).toBeGreaterThanOrEqual(3)
  expect(all.totals.shelves).toBeGreaterThanOrEqual(1)
  await server.stop()
})
