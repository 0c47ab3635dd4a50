import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Client, TestServer } from '../testserver/testserver.ts'

const things = '/api/v1/shelves'

let server: TestServer
let stranger: Client
let user: Client
beforeAll(async () => {
  server = await TestServer.start({ ALLOWED_ORIGINS: 'https://friend.example', PUBLIC_URL: 'https://example.com' })
  stranger = server.stranger()
  user = await server.user()
})
afterAll(() => server.stop())

test('unknown paths and methods are problems', async () => {
  for (const path of ['/nothing', '//', '/docs/', '/livez/', '/api', '/%ZZ']) {
    expect(await stranger.send('GET', path)).toMatchObject({ status: 404, code: 'not_found' })
  }
  for (const path of ['/api/v1/nothing', `${things}/`, '/api//v1', `${things}/%ZZ`]) {
    expect(await stranger.send('GET', path)).toMatchObject({ status: 401, code: 'unauthenticated' })
    expect(await user.send('GET', path)).toMatchObject({ status: 404, code: 'not_found' })
  }
  const answer = await user.send('PATCH', things, {})
  expect(answer).toMatchObject({ status: 405, code: 'method_not_allowed', headers: { allow: 'GET, HEAD, POST' } })
})

test('bodies that are not JSON are refused, after the bearer was checked', async () => {
  expect((await stranger.send('POST', things, '{')).status).toBe(401)
  expect(await user.send('POST', things, '{')).toMatchObject({ status: 400, code: 'bad_json' })
  expect(await user.send('POST', things, '['.repeat(100_000))).toMatchObject({ status: 400, code: 'bad_json' })
  expect(await user.send('POST', things, ' '.repeat(2 * 1024 * 1024))).toMatchObject({ status: 413, code: 'too_large' })
  const text = await user.send('POST', things, '{}', { 'content-type': 'text/plain' })
  expect(text).toMatchObject({ status: 415, code: 'unsupported_media_type' })
  expect((await user.send('POST', things, '[]')).errors).toEqual([' wrong_type'])
  expect((await user.send('POST', things, '{"a/b~c": 1}')).errors).toContain('/a~1b~0c unknown_field')
  expect((await user.send('POST', things, '{"__proto__": {}}')).errors).toContain('/__proto__ unknown_field')
})

test('bad parameters are named', async () => {
  const bad = ['limit=0', 'sort=nothing', 'nothing=1', 'cursor=nonsense', 'q=%zz', 'limit=1&limit=2']
  for (const query of bad) {
    const answer = await user.send('GET', `${things}?${query}`)
    expect(answer.status).toBe(422)
    expect(answer.body.errors[0].parameter).toBe(query.split('=')[0])
  }
})

test('every answer has its headers', async () => {
  const { headers } = await stranger.send('GET', '/api/v1/users/me', undefined, { 'x-request-id': 'abc-1' })
  expect(headers).toMatchObject({
    'x-request-id': 'abc-1',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'cache-control': 'no-store',
    'strict-transport-security': 'max-age=31536000',
    'www-authenticate': 'Bearer',
  })
})

test('the page is there, and is not sent twice', async () => {
  expect((await stranger.send('GET', '/docs')).status).toBe(200)
  const { headers } = await stranger.send('GET', '/')
  expect(headers['content-security-policy']).toContain("default-src 'self'")
  expect((await stranger.send('GET', '/', undefined, { 'if-none-match': String(headers.etag) })).status).toBe(304)
})

test('only known sites may call', async () => {
  const ask = (origin: string) =>
    stranger.send('OPTIONS', things, undefined, { origin, 'access-control-request-method': 'PUT' })
  const friend = await ask('https://friend.example')
  expect(friend).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': 'https://friend.example' } })
  const evil = await ask('https://evil.example')
  expect(evil).toMatchObject({ status: 401, headers: { vary: 'Origin' } })
  expect(evil.headers).not.toHaveProperty('access-control-allow-origin')
})

test('requests are counted by their route', async () => {
  await user.send('GET', `${things}/nothing`)
  const { text } = await stranger.send('GET', '/metrics')
  expect(text).toContain(`http_requests_total{method="GET",route="${things}/{id}",status="404"} `)
})

test('the numbers are for who has the token', async () => {
  const strict = await TestServer.start({ METRICS_TOKEN: 'only-for-prometheus' })
  const ask = (authorization: string) => strict.stranger().send('GET', '/metrics', undefined, { authorization })
  expect((await ask('Bearer nonsense')).status).toBe(401)
  expect((await ask('Bearer only-for-prometheus')).status).toBe(200)
  await strict.stop()
})

test('the description has every operation', async () => {
  const { openapi, paths, components } = (await stranger.send('GET', '/openapi.json')).body
  expect(openapi).toBe('3.1.0')
  expect(Object.keys(paths[`${things}/{id}`])).toEqual(['get', 'put', 'delete'])
  expect(components.schemas.Shelf.properties).toHaveProperty('owner_id')
})

// What a stranger says about its address doesn't count, but for what our own proxy adds.
test('who asks too often has to wait', async () => {
  const strict = await TestServer.start({ RATE_LIMIT_PER_MINUTE: '2', TRUSTED_PROXIES: '127.0.0.1/32' })
  const ask = async (address: string) =>
    strict.stranger().send('GET', '/', undefined, { 'x-forwarded-for': `1.1.1.1, ${address}` })
  expect((await ask('2.2.2.2')).status).toBe(200)
  expect((await ask('2.2.2.2')).status).toBe(200)
  const refused = await ask('2.2.2.2')
  expect(refused).toMatchObject({ status: 429, code: 'rate_limited' })
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  for (const [address, status] of [
    ['2001:db8::1', 200],
    ['2001:db8::2', 200],
    ['2001:db8::3', 429], // all of one household
  ] as const) {
    expect((await ask(address)).status).toBe(status)
  }
  expect((await strict.stranger().send('GET', '/livez')).status).toBe(200)
  await strict.stop()
})

test('without a database there is an answer, too', async () => {
  const broken = await TestServer.start()
  expect((await broken.stranger().send('GET', '/readyz')).body).toEqual({ status: 'ok' })
  await broken.database.close()
  const ready = await broken.stranger().send('GET', '/readyz')
  expect(ready.body).toEqual({ status: 'unavailable', checks: { database: 'unreachable' } })
  await broken.stop()
})
