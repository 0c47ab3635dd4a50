import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { password, TestServer } from '../testserver/testserver.ts'

const register = '/api/v1/auth/register'
const me = '/api/v1/users/me'

let server: TestServer
beforeAll(async () => {
  server = await TestServer.start()
})
afterAll(() => server.stop())

describe('registering', () => {
  test('tells everything that is wrong at once', async () => {
    const answer = await server.stranger().send('POST', register, { email: 'nobody', name: ' ', role: 'admin' })
    expect(answer.status).toBe(422)
    expect(answer.errors).toEqual(['/email invalid_format', '/name blank', '/password required', '/role unknown_field'])
  })

  test('takes an address once, in whatever case', async () => {
    const email = `${crypto.randomUUID()}@example.com`
    const account = { email, name: ' Ada ', password }
    const made = await server.stranger().send('POST', register, account)
    expect(made).toMatchObject({ status: 201, headers: { location: me } })
    expect(made.body).toMatchObject({ email, name: 'Ada', role: 'user' })
    const again = await server.stranger().send('POST', register, { ...account, email: ` ${email.toUpperCase()} ` })
    expect(again).toMatchObject({ status: 409, code: 'email_taken' })
  })

  test('refuses the address as password', async () => {
    const account = { email: 'someone@example.com', name: 'Eve', password: 'Someone@example.com' }
    expect((await server.stranger().send('POST', register, account)).errors).toEqual(['/password not_allowed'])
  })
})

describe('signing in', () => {
  test('fails in one way, whatever is wrong', async () => {
    const user = await server.user()
    const wrong = await user.signIn(user.email, 'not the password')
    const unknown = await user.signIn('nobody@example.com')
    expect(wrong).toMatchObject({ status: 401, code: 'invalid_credentials' })
    expect(unknown.text).toBe(wrong.text)
  })

  test('can be tried so many times a minute', async () => {
    const strict = await TestServer.start({ LOGIN_RATE_LIMIT_PER_MINUTE: '2' })
    const statuses: number[] = []
    for (const secret of ['first try', 'second try', 'third try']) {
      statuses.push((await strict.stranger().signIn('ada@example.com', secret)).status)
    }
    expect(statuses).toEqual([401, 401, 429])
    await strict.stop()
  })
})

describe('a session', () => {
  test('is renewed by its cookie, once for each cookie', async () => {
    const user = await server.user()
    const first = user.cookie
    const answers = await Promise.all([user.refresh(first), user.refresh(first), user.refresh(first)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401])
    const renewed = answers.find(({ status }) => status === 200)
    if (renewed) user.keep(renewed)
    expect((await user.send('GET', me)).status).toBe(200)
  })

  test('ends when an old secret is used after a while: it was copied', async () => {
    const user = await server.user()
    const { cookie } = user
    user.keep(await user.refresh())
    const old = { rotated_at: '2020-01-01 00:00:00.000' }
    await server.database.queries.updateTable('sessions').set(old).execute()
    const answer = await user.refresh(cookie)
    expect(answer).toMatchObject({ status: 401, code: 'invalid_token' })
    expect(answer.headers['set-cookie']).toContain('Max-Age=0')
    expect((await user.send('GET', me)).status).toBe(401)
  })

  test('ends when its user signs out, and the token with it', async () => {
    const user = await server.user()
    expect((await user.send('POST', '/api/v1/auth/logout')).status).toBe(204)
    expect((await user.send('GET', me)).status).toBe(401)
  })

  test('is nothing for other sites', async () => {
    const user = await server.user()
    const answer = await user.send('POST', '/api/v1/auth/refresh', undefined, { origin: 'https://evil.example' })
    expect(answer).toMatchObject({ status: 403, code: 'cross_site' })
  })
})

describe("one's own account", () => {
  test('has a name that can be changed', async () => {
    const user = await server.user()
    expect((await user.send('PATCH', me, { name: ' Grace ' })).body.name).toBe('Grace')
    expect((await user.send('GET', me)).body.name).toBe('Grace')
  })

  test('changes its password only for who knows the old one', async () => {
    const user = await server.user()
    const change = { current_password: 'not this one', new_password: 'another good password' }
    expect((await user.send('POST', `${me}/password`, change)).errors).toEqual(['/current_password not_allowed'])
    const right = { ...change, current_password: password }
    expect((await user.send('POST', `${me}/password`, right)).status).toBe(204)
    expect((await user.send('GET', me)).status).toBe(401)
    expect((await user.signIn()).status).toBe(401)
    expect((await user.signIn(user.email, change.new_password)).status).toBe(200)
  })

  test('is deleted with all that is theirs', async () => {
    const user = await server.user()
    expect((await user.send('DELETE', me, { password: 'not this one' })).errors).toEqual(['/password not_allowed'])
    expect((await user.send('DELETE', me, { password })).status).toBe(204)
    expect((await user.signIn()).status).toBe(401)
  })
})

describe('administrators', () => {
  test('find, promote and disable others, but not themselves', async () => {
    const admin = await server.admin()
    const other = await server.user()
    const list = '/api/v1/admin/users'
    expect(await other.send('GET', list)).toMatchObject({ status: 403, code: 'forbidden' })
    const [found] = (await admin.send('GET', `${list}?q=${other.email.toUpperCase()}`)).body.items
    expect(found).toMatchObject({ email: other.email, role: 'user', disabled: false })
    const changed = await admin.send('PATCH', `${list}/${found.id}`, { role: 'admin', disabled: true })
    expect(changed.body).toMatchObject({ role: 'admin', disabled: true })
    expect((await other.send('GET', me)).status).toBe(401)
    expect((await other.signIn()).status).toBe(401)
    const { id } = (await admin.send('GET', me)).body
    expect(await admin.send('PATCH', `${list}/${id}`, { role: 'user' })).toMatchObject({ code: 'own_account' })
    expect((await admin.send('PATCH', `${list}/nobody`, {})).status).toBe(404)
  })
})
