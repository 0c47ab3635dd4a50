// Describes the API as OpenAPI 3.1, from the routes and their schemas.
import { STATUS_CODES } from 'node:http'
import type { RouteOptions } from 'fastify'
import { type TSchema, Type } from 'typebox'
import type { App } from '../api/app.ts'
import { cookieName } from '../auth/session.ts'
import { isOperation } from './operation.ts'

type Json = Record<string, unknown>

const Detail = Type.Object(
  {
    pointer: Type.Optional(Type.String()),
    parameter: Type.Optional(Type.String()),
    code: Type.String(),
    message: Type.String(),
  },
  { title: 'Detail' },
)
const ProblemDetails = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String(),
    detail: Type.String(),
    errors: Type.Optional(Type.Array(Detail)),
  },
  { title: 'Problem' },
)

/** Serves the description of all routes that are added after this. */
export function addDescription(app: App, title: string): void {
  const routes: RouteOptions[] = []
  app.addHook('onRoute', (route) => {
    if (route.config?.id !== undefined && route.method !== 'HEAD') routes.push(route)
  })
  let text: string | undefined
  app.get('/openapi.json', async (_, reply) => {
    text ??= describe(routes, title)
    return reply.type('application/json').send(text)
  })
}

/** Makes the document. A schema with a title stands once, among the components. */
function describe(routes: RouteOptions[], title: string): string {
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const path = pathTemplate(route.url)
    paths[path] = { ...paths[path], [String(route.method).toLowerCase()]: operation(route) }
  }
  const schemas: Json = {}
  const share = (name: string, value: unknown): unknown => {
    if (name.startsWith('x-')) return undefined // how this program checks it
    if (!isTitled(value) || name === 'info') return value
    schemas[value.title] ??= JSON.parse(JSON.stringify({ ...value, title: undefined }, share))
    return { $ref: `#/components/schemas/${value.title}` }
  }
  const shared = JSON.parse(JSON.stringify(paths, share))
  const securitySchemes = {
    bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
    cookie: { type: 'apiKey', in: 'cookie', name: cookieName },
  }
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title, version: '1.0.0', description: introduction },
    servers: [{ url: '/' }],
    paths: shared,
    components: { schemas, securitySchemes },
  })
}

const introduction =
  'Register, sign in, and send the access token as a bearer. Every error is application/problem+json with a stable code.'

function isTitled(value: unknown): value is { title: string; type: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'title' in value &&
    'type' in value &&
    typeof value.title === 'string'
  )
}

/** A path as the description and the metrics write it. */
export function pathTemplate(url: string): string {
  return url.replace(':id', '{id}')
}

function operation({ url, schema = {}, config = {} }: RouteOptions): Json {
  const { id, tag, summary, status = 200, answers: type = 'application/json' } = config
  const bodySchema = schema.body as TSchema | undefined
  const schemas = Object.entries((schema.response ?? {}) as Record<string, TSchema>)
  const responses: Json = { [status]: { description: STATUS_CODES[status] } }
  for (const [code, answer] of schemas) responses[code] = content(STATUS_CODES[code], answer, type)
  for (const code of refusals(url, schema, config)) {
    responses[code] ??= content(STATUS_CODES[code], ProblemDetails, 'application/problem+json')
  }
  const proof = config.proof ?? (needsBearer(url, config.open) ? 'bearer' : undefined)
  return {
    operationId: id,
    tags: [tag],
    summary,
    security: proof ? [{ [proof]: [] }] : [],
    parameters: parameters(url, schema, config),
    ...(bodySchema ? { requestBody: { required: true, ...content(undefined, bodySchema, 'application/json') } } : {}),
    responses,
  }
}

export function needsBearer(url: string, open = false): boolean {
  return url.startsWith('/api/') && !open
}

function content(description: string | undefined, schema: TSchema, type: string): Json {
  return { ...(description ? { description } : {}), content: { [type]: { schema } } }
}

/** The statuses of all refusals; most follow from what the route takes. */
function refusals(
  url: string,
  schema: NonNullable<RouteOptions['schema']>,
  config: NonNullable<RouteOptions['config']>,
): number[] {
  const statuses = [500, ...(config.refusals ?? []), ...(isOperation(url) ? [] : [429, 503])]
  if (needsBearer(url, config.open)) statuses.push(401)
  if (schema.body !== undefined) statuses.push(400, 413, 415, 422)
  if (schema.querystring !== undefined) statuses.push(422)
  if (url.includes(':id')) statuses.push(404)
  return statuses
}

function parameters(
  url: string,
  schema: NonNullable<RouteOptions['schema']>,
  config: NonNullable<RouteOptions['config']>,
): Json[] {
  const found: Json[] = []
  if (url.includes(':id'))
    found.push({ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } })
  const { properties = {} } = (schema.querystring ?? {}) as { properties?: Json }
  for (const [name, value] of Object.entries(properties)) found.push({ name, in: 'query', schema: value })
  if (config.refusals?.includes(412)) {
    const ifMatch = { name: 'If-Match', in: 'header', required: config.refusals.includes(428) }
    found.push({
      ...ifMatch,
      description: 'The ETag of the version that is to be changed.',
      schema: { type: 'string' },
    })
  }
  return found
}
