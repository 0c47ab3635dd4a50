import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Client, TestServer } from '../testserver/testserver.ts'

let server: TestServer
let client: Client
beforeAll(async () => {
  server = await TestServer.start({
    ALLOWED_ORIGINS: 'https://friend.example',
    SEED_DEMO: 'true',
    DEMO_PASSWORD: 'demo password',
  })
  client = await server.signIn()
})
afterAll(() => server.stop())

test('unknown paths and methods are problems', async () => {
  expect((await server.send({ url: '/nothing' })).json()).toMatchObject({ status: 404, code: 'not_found' })
  expect((await server.send({ url: '/api/v1/nothing' })).statusCode).toBe(401)
  expect((await client.send('GET', '/books/')).statusCode).toBe(404)
  expect((await client.send('GET', '/books/%ZZ')).statusCode).toBe(404)
  const response = await client.send('PATCH', '/books', {})
  expect(response.statusCode).toBe(405)
  expect(response.headers.allow).toBe('GET, HEAD, POST')
})

test('bodies that are not JSON are refused, after the bearer was checked', async () => {
  const url = '/api/v1/shelves'
  const json = { 'content-type': 'application/json', authorization: `Bearer ${client.token}` }
  const send = async (payload: string, headers: Record<string, string> = json) => {
    const { statusCode } = await server.send({ method: 'POST', url, headers, payload })
    return statusCode
  }
  expect(await send('{', { 'content-type': 'application/json' })).toBe(401)
  expect(await send('{')).toBe(400)
  expect(await send('')).toBe(400)
  expect(await send('[]')).toBe(422)
  expect(await send('['.repeat(100_000))).toBe(400)
  expect(await send('{"__proto__": {}, "label": "x"}')).toBe(422)
  expect(await send('a=b', { ...json, 'content-type': 'text/plain' })).toBe(415)
  expect(await send(`"${'x'.repeat(2 * 1024 * 1024)}"`)).toBe(413)
})

test('every answer has its headers', async () => {
  const response = await server.send({ url: '/livez', headers: { 'x-request-id': 'abc-1' } })
  expect(response.headers).toMatchObject({
    'x-request-id': 'abc-1',
    'x-content-type-options': 'nosniff',
    vary: 'Origin',
  })
  const page = await server.send({ url: '/' })
  expect(page.headers['content-security-policy']).toContain("default-src 'self'")
  const again = await server.send({ url: '/', headers: { 'if-none-match': String(page.headers.etag) } })
  expect(again.statusCode).toBe(304)
})

test('only known sites may call', async () => {
  const ask = (origin: string) =>
    server.send({
      method: 'OPTIONS',
      url: '/api/v1/books',
      headers: { origin, 'access-control-request-method': 'PUT' },
    })
  expect((await ask('https://friend.example')).headers['access-control-allow-origin']).toBe('https://friend.example')
  expect((await ask('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined()
})

test('requests are counted by their route', async () => {
  await client.send('GET', '/books/nothing')
  const { body } = await server.send({ url: '/metrics' })
  expect(body).toContain('http_requests_total{method="GET",route="/api/v1/books/:id",status="404"}')
})

test('the description has every operation', async () => {
  const document = (await server.send({ url: '/openapi.json' })).json()
  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document.paths['/api/v1/books/{id}'])).toEqual(['get', 'put', 'delete'])
  expect(document.components.schemas.Book.properties.title).toEqual({ type: 'string', pattern: '^[^\\0]*$' })
})

test('who asks too often has to wait', async () => {
  const strict = await TestServer.start({ RATE_LIMIT_PER_MINUTE: '2', TRUSTED_PROXIES: '127.0.0.1/32' })
  const ask = (address: string) => strict.send({ url: '/docs', headers: { 'x-forwarded-for': `1.1.1.1, ${address}` } })
  expect((await ask('2.2.2.2')).statusCode).toBe(200)
  expect((await ask('2.2.2.2')).statusCode).toBe(200)
  const refused = await ask('2.2.2.2')
  expect(refused.statusCode).toBe(429)
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect((await ask('2001:db8::1')).statusCode).toBe(200)
  await strict.stop()
})

test('without a database there is an answer, too', async () => {
  const broken = await TestServer.start()
  expect((await broken.send({ url: '/readyz' })).json()).toEqual({ status: 'ok' })
  await broken.database.close()
  const ready = await broken.send({ url: '/readyz' })
  expect(ready.json()).toEqual({ status: 'unavailable', checks: { database: 'unreachable' } })
  await broken.stop()
})

test('the demo account has something to show, and can not be changed', async () => {
  const payload = { email: 'demo@example.com', password: 'demo password' }
  client.keep(await server.send({ method: 'POST', url: '/api/v1/auth/login', payload }))
  const dashboard = (await client.send('GET', '/dashboard')).json()
  expect(dashboard).toMatchObject({ scope: 'own', users: null, totals: { books: 25, shelves: 25 } })
  expect(dashboard.created_per_day).toHaveLength(30)
  expect((await client.send('DELETE', '/users/me', { password: 'demo password' })).statusCode).toBe(403)
})
