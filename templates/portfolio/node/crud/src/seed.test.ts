import { expect, test } from '@jest/globals'
import { kinds } from './catalog/catalog.ts'
import { TestServer } from './testserver/testserver.ts'

const secret = 'for everybody to see'

test('the demo account has something to show, and can not be changed', async () => {
  const server = await TestServer.start({ SEED_DEMO: 'true', DEMO_PASSWORD: secret })
  const visitor = server.stranger()
  await visitor.signIn('demo@example.com', secret)
  const { totals } = (await visitor.send('GET', '/api/v1/dashboard')).body
  expect(totals).toEqual(Object.fromEntries(kinds.map(({ table }) => [table, 25])))
  const answer = await visitor.send('DELETE', '/api/v1/users/me', { password: secret })
  expect(answer).toMatchObject({ status: 403, code: 'forbidden' })
  await server.stop()
})

test('the administrator is made once, from the settings', async () => {
  const ADMIN_EMAIL = `${crypto.randomUUID()}@example.com`
  const server = await TestServer.start({ ADMIN_EMAIL, ADMIN_PASSWORD: secret })
  const admin = server.stranger()
  await admin.signIn(ADMIN_EMAIL, secret)
  expect((await admin.send('GET', '/api/v1/users/me')).body.role).toBe('admin')
  await server.stop()
})
