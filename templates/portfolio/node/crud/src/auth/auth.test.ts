import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { password, TestServer } from '../testserver/testserver.ts'

let server: TestServer
beforeAll(async () => {
  server = await TestServer.start({ LOGIN_RATE_LIMIT_PER_MINUTE: '0' })
})
afterAll(() => server.stop())

describe('registering', () => {
  test('tells everything that is wrong at once', async () => {
    const payload = { email: 'nobody', name: ' ', role: 'admin' }
    const response = await server.send({ method: 'POST', url: '/api/v1/auth/register', payload })
    expect(response.statusCode).toBe(422)
    expect(response.json().errors).toMatchObject([
      { pointer: '/email', code: 'invalid_format' },
      { pointer: '/name', code: 'blank' },
      { pointer: '/password', code: 'required' },
      { pointer: '/role', code: 'unknown_field' },
    ])
  })

  test('takes an address once, in whatever case', async () => {
    const { email } = await server.signIn()
    const payload = { email: ` ${email.toUpperCase()} `, name: 'Eve', password }
    const response = await server.send({ method: 'POST', url: '/api/v1/auth/register', payload })
    expect(response.statusCode).toBe(409)
    expect(response.json().code).toBe('email_taken')
  })

  test('refuses the address as password', async () => {
    const payload = { email: 'someone@example.com', name: 'Eve', password: 'Someone@example.com' }
    const response = await server.send({ method: 'POST', url: '/api/v1/auth/register', payload })
    expect(response.json().errors).toMatchObject([{ pointer: '/password', code: 'not_allowed' }])
  })
})

describe('a session', () => {
  test('is renewed by its cookie, once for each cookie', async () => {
    const client = await server.signIn()
    const refresh = (cookie: string) =>
      server.send({ method: 'POST', url: '/api/v1/auth/refresh', headers: { cookie } })
    const first = client.cookie
    const answers = await Promise.all([refresh(first), refresh(first), refresh(first)])
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401, 401])
    const renewed = answers.find(({ statusCode }) => statusCode === 200)
    if (renewed) client.keep(renewed)
    expect((await client.send('GET', '/users/me')).statusCode).toBe(200)
  })

  test('ends when an old secret is used after a while: it was copied', async () => {
    const client = await server.signIn()
    const { cookie } = client
    const refresh = () => server.send({ method: 'POST', url: '/api/v1/auth/refresh', headers: { cookie } })
    client.keep(await refresh())
    await server.database.queries.updateTable('sessions').set({ rotated_at: '2020-01-01 00:00:00.000' }).execute()
    const response = await refresh()
    expect(response.json().code).toBe('invalid_token')
    expect(response.headers['set-cookie']).toContain('Max-Age=0')
    expect((await client.send('GET', '/users/me')).statusCode).toBe(401)
  })

  test('ends when its user signs out, and the token with it', async () => {
    const client = await server.signIn()
    const { cookie } = client
    const response = await server.send({ method: 'POST', url: '/api/v1/auth/logout', headers: { cookie } })
    expect(response.statusCode).toBe(204)
    expect((await client.send('GET', '/users/me')).statusCode).toBe(401)
  })

  test('is nothing for other sites', async () => {
    const headers = { origin: 'https://evil.example' }
    const response = await server.send({ method: 'POST', url: '/api/v1/auth/refresh', headers })
    expect(response.json().code).toBe('cross_site')
  })
})

describe("one's own account", () => {
  test('has a name that can be changed', async () => {
    const client = await server.signIn()
    expect((await client.send('PATCH', '/users/me', { name: ' Grace ' })).json().name).toBe('Grace')
    expect((await client.send('GET', '/users/me')).json().name).toBe('Grace')
  })

  test('changes its password only for who knows the old one', async () => {
    const client = await server.signIn()
    const wrong = { current_password: 'not this one', new_password: 'another good password' }
    const refused = await client.send('POST', '/users/me/password', wrong)
    expect(refused.json().errors).toMatchObject([{ pointer: '/current_password', code: 'not_allowed' }])
    const right = { ...wrong, current_password: password }
    expect((await client.send('POST', '/users/me/password', right)).statusCode).toBe(204)
    expect((await client.signIn()).statusCode).toBe(401)
  })

  test('is deleted with all that is theirs', async () => {
    const client = await server.signIn()
    expect((await client.send('DELETE', '/users/me', { password })).statusCode).toBe(204)
    expect((await client.signIn()).statusCode).toBe(401)
  })
})

describe('administrators', () => {
  test('find, promote and disable others, but not themselves', async () => {
    const admin = await server.signIn()
    const other = await server.signIn()
    expect((await admin.send('GET', '/admin/users')).statusCode).toBe(403)
    await server.promote(admin)
    const found = (await admin.send('GET', `/admin/users?q=${other.email.toUpperCase()}`)).json().items
    expect(found).toMatchObject([{ email: other.email, disabled: false }])
    const path = `/admin/users/${found[0].id}`
    expect((await admin.send('PATCH', path, { disabled: true })).json().disabled).toBe(true)
    expect((await other.send('GET', '/users/me')).statusCode).toBe(401)
    const self = (await admin.send('GET', '/users/me')).json().id
    expect((await admin.send('PATCH', `/admin/users/${self}`, { role: 'user' })).json().code).toBe('own_account')
    expect((await admin.send('PATCH', '/admin/users/nobody', {})).statusCode).toBe(404)
  })
})
