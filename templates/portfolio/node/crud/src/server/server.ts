// Puts the parts together: what happens to every request, and which routes there are.
import { type FastifyBaseLogger, type FastifyRequest, fastify, LogController } from 'fastify'
import type { App } from '../api/app.ts'
import { parseBody, unsupportedMediaType } from '../api/body.ts'
import { Limiter } from '../api/limit.ts'
import { notFound, Problem, rateLimited } from '../api/problem.ts'
import { within } from '../api/time.ts'
import { parseQuery, validatorCompiler } from '../api/validation.ts'
import { Accounts } from '../auth/accounts.ts'
import { addAdminRoutes } from '../auth/admin.ts'
import { addLoginRoutes } from '../auth/login.ts'
import { addMeRoutes } from '../auth/me.ts'
import { kinds } from '../catalog/catalog.ts'
import { addCollection } from '../collection/routes.ts'
import { Store } from '../collection/store.ts'
import type { Config } from '../config/config.ts'
import { addDashboard } from '../dashboard/dashboard.ts'
import type { Database } from '../database/database.ts'
import { project } from '../project.ts'
import { clientErrorHandler, errorHandler } from './errors.ts'
import { clientOf, commonHeaders, requestId, shareWithOrigin } from './headers.ts'
import { addMetricsRoute, Metrics } from './metrics.ts'
import { addDescription, needsBearer, pathTemplate } from './openapi.ts'
import { addOperationRoutes, isOperation } from './operation.ts'
import { addPageRoutes } from './page.ts'
import { Paths } from './paths.ts'

/** How long a request may wait for the database: after it, the answer is 503. Milliseconds. */
const patience = 4000

declare module 'fastify' {
  interface FastifyRequest {
    /** The address of who sent the request. */
    client: string
  }
}

export interface Server {
  app: App
  accounts: Accounts
}

export async function makeServer(config: Config, database: Database, logger: FastifyBaseLogger): Promise<Server> {
  const app: App = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    requestIdHeader: false,
    genReqId: requestId,
    requestTimeout: 30_000,
    return503OnClosing: false,
    clientErrorHandler,
    rewriteUrl: ({ url = '/' }) => readable(url),
    routerOptions: { querystringParser: parseQuery, maxParamLength: 16_384 },
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setErrorHandler(errorHandler(database))
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', parseBody)
  const accounts = new Accounts(config, database)
  const metrics = new Metrics()
  const paths = new Paths()
  paths.watch(app)
  addHooks(app, config, accounts, paths)
  observe(app, metrics)
  addNotFound(app, paths)
  addDescription(app, project.title)
  addLoginRoutes(app, accounts)
  addMeRoutes(app, accounts, kinds.map(({ table }) => table).reverse())
  for (const kind of kinds) addCollection(app, kind, new Store(database, kind))
  addDashboard(app, database.queries)
  addAdminRoutes(app, accounts)
  addOperationRoutes(app, database)
  addMetricsRoute(app, metrics, config)
  addPageRoutes(app)
  await app.ready()
  return { app, accounts }
}

/** A path that can't be decoded is unknown like any other: a % that means nothing stands for itself. */
function readable(url: string): string {
  const [path = '', ...query] = url.split('?')
  try {
    decodeURIComponent(path)
    return url
  } catch {
    return [path.replaceAll('%', '%25'), ...query].join('?')
  }
}

/** Checks what is the same for all routes. */
function addHooks(app: App, config: Config, accounts: Accounts, paths: Paths): void {
  const headers = commonHeaders(config)
  const limiter = new Limiter(config.rateLimit)
  app.decorateRequest('user', null)
  app.decorateRequest('client', '')

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers).header('x-request-id', request.id)
    const path = pathOf(request)
    if (path.startsWith('/api/')) reply.header('cache-control', 'no-store')
    if (shareWithOrigin(request, reply, config.allowedOrigins)) return reply.code(204).send()
    request.client = clientOf(request.raw, config.trustedProxies)
    const wait = isOperation(path) ? 0 : limiter.take(request.client)
    if (wait > 0) throw rateLimited(wait)
    const { open } = (request.is404 ? paths.find(path) : request.routeOptions.config) ?? {}
    if (needsBearer(path, open)) {
      request.user = await within(patience, accounts.authenticate(request.headers.authorization))
    }
  })

  app.addHook('preValidation', async ({ body, routeOptions }) => {
    if (body === undefined && routeOptions.schema?.body !== undefined) throw unsupportedMediaType()
  })

  app.addHook('onRoute', (route) => {
    const { handler, config } = route
    route.handler = function (request, reply) {
      return within(config?.patience ?? patience, Promise.resolve(handler.call(this, request, reply)))
    }
  })
}

/** The pattern of a request's route, or the path that it asks for where there is no route. */
function pathOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? request.url.split('?')[0] ?? ''
}

/** Logs and counts every request. */
function observe(app: App, metrics: Metrics): void {
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions, user } = request
    const route = pathTemplate(routeOptions.url ?? 'unknown')
    const { statusCode: status, elapsedTime } = reply
    metrics.observe(method, route, status, elapsedTime)
    const who = user === null ? {} : { user_id: user.id }
    request.log.info({ method, route, status, duration_ms: Math.round(elapsedTime), ...who }, 'request')
  })
}

function addNotFound(app: App, paths: Paths): void {
  app.setNotFoundHandler((request) => {
    const path = paths.find(pathOf(request))
    if (path === undefined) throw notFound()
    const allow = [...path.methods].sort().join(', ')
    throw new Problem(405, 'method_not_allowed', "This can't be done here.", { headers: { allow } })
  })
}
