import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Client, TestServer } from '../testserver/testserver.ts'

const table = 'shelves'
const path = '/api/v1/shelves'

let server: TestServer
let user: Client
beforeAll(async () => {
  server = await TestServer.start()
  user = await server.user()
})
afterAll(() => server.stop())

test('one is made, read, changed and deleted; a change names the version that it is based on', async () => {
  const owner = await server.user()
  const made = await owner.make(table, 0)
  const item = `${path}/${made.body.id}`
  expect(made.headers).toMatchObject({ location: item, etag: '"1"' })
  const body = await owner.sample(table, 0)
  expect(made.body).toMatchObject(body)
  expect((await owner.send('GET', item)).body).toEqual(made.body)

  const replace = (headers = {}) => owner.send('PUT', item, body, headers)
  const remove = (headers = {}) => owner.send('DELETE', item, undefined, headers)
  expect(await replace()).toMatchObject({ status: 428, code: 'precondition_required' })
  expect(await replace({ 'if-match': '"1"' })).toMatchObject({ status: 200, headers: { etag: '"2"' } })
  expect(await replace({ 'if-match': '"1"' })).toMatchObject({ status: 412, code: 'precondition_failed' })
  expect(await replace({ 'if-match': 'W/"2"' })).toMatchObject({ status: 412, code: 'precondition_failed' })
  expect(await replace({ 'if-match': '*' })).toMatchObject({ status: 200, headers: { etag: '"3"' } })
  expect(await remove({ 'if-match': '"2"' })).toMatchObject({ status: 412, code: 'precondition_failed' })
  expect((await remove({ 'if-match': '"3"' })).status).toBe(204)
  expect(await remove()).toMatchObject({ status: 404, code: 'not_found' })
})

test('of many changes of one version, one succeeds', async () => {
  const owner = await server.user()
  const item = `${path}/${(await owner.make(table, 0)).body.id}`
  const body = await owner.sample(table, 0)
  const replace = () => owner.send('PUT', item, body, { 'if-match': '"1"' })
  const answers = await Promise.all([replace(), replace(), replace(), replace()])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412])
})

// Each rule of a field, with a value that breaks it.
// prettier-ignore
const rules: [field: string, value: unknown, code: string][] = [
  ['label', null, 'required'],
  ['label', 5, 'wrong_type'],
  ['label', 'x'.repeat(80 + 1), 'too_long'],
  ['label', ' ', 'blank'],
  ['no_such_field', true, 'unknown_field'],
  ['version', 7, 'unknown_field'],
]

test.each(rules)('%s can not be %p: %s', async (field, value, code) => {
  const answer = await user.send('POST', path, { ...(await user.sample(table, 0)), [field]: value })
  expect(answer).toMatchObject({ status: 422, errors: [`/${field} ${code}`] })
})

test('lists are read page by page, and sorted either way', async () => {
  const owner = await server.user()
  for (let n = 0; n < 3; n++) await owner.make(table, n)
  // prettier-ignore
  const sorts = ['created_at', 'updated_at', 'label']
  for (const field of sorts) {
    const up = await owner.walk(`${path}?limit=1&sort=${field}`)
    const down = await owner.walk(`${path}?limit=1&sort=-${field}`)
    expect(up).toHaveLength(3)
    expect(down).toEqual(up.toReversed())
  }
})

// Each finds the first thing of the sample data.
// prettier-ignore
const queries = [
  'limit=100',
]

test('lists are filtered', async () => {
  const owner = await server.user()
  const { id } = (await owner.make(table, 0)).body
  for (const query of queries) {
    expect([query, await owner.walk(`${path}?${query}`)]).toEqual([query, [id]])
  }
})

test("another's things are as if they didn't exist; administrators reach them", async () => {
  const [other, admin] = await Promise.all([server.user(), server.admin()])
  const item = `${path}/${(await (await server.user()).make(table, 0)).body.id}`
  const theirs = await other.send('GET', item)
  expect(theirs).toMatchObject({ status: 404, code: 'not_found' })
  expect((await other.send('GET', `${path}/01920000-0000-7000-8000-000000000000`)).text).toBe(theirs.text)
  const body = await other.sample(table, 0)
  expect((await other.send('PUT', item, body, { 'if-match': '*' })).status).toBe(404)
  expect((await other.send('DELETE', item)).status).toBe(404)
  expect(await other.walk(path)).toEqual([])
  expect((await admin.send('GET', item)).status).toBe(200)
  expect((await server.stranger().send('GET', item)).status).toBe(401)
})

test('no two things of one owner share label', async () => {
  const owner = await server.user()
  await owner.make(table, 0)
  const again = await owner.send('POST', path, await owner.sample(table, 0))
  expect(again).toMatchObject({ status: 409, code: 'not_unique' })
  await (await server.user()).make(table, 0) // somebody else may
})
