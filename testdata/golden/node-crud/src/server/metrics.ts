import { createHash, timingSafeEqual } from 'node:crypto'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { Type } from 'typebox'
import type { App } from '../api/app.ts'
import { notFound, Problem } from '../api/problem.ts'
import type { Config } from '../config/config.ts'

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Counts requests for Prometheus. */
export class Metrics {
  readonly registry = new Registry()
  readonly #requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    registers: [this.registry],
  })
  readonly #duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long requests took.',
    labelNames: ['method', 'route'],
    registers: [this.registry],
  })

  constructor() {
    collectDefaultMetrics({ register: this.registry })
  }

  observe(sent: string, route: string, status: number, milliseconds: number): void {
    const method = methods.has(sent) ? sent : 'other' // anybody can make up names
    this.#requests.inc({ method, route, status })
    this.#duration.observe({ method, route }, milliseconds / 1000)
  }
}

export function addMetricsRoute(app: App, metrics: Metrics, { metricsToken, production }: Config): void {
  const about = { id: 'metrics', tag: 'Operation', summary: 'Numbers for Prometheus', refusals: [401, 404] }
  const config = { ...about, proof: 'bearer' as const, answers: 'text/plain' }
  app.get('/metrics', { config, schema: { response: { 200: Type.String() } } }, async (request, reply) => {
    if (metricsToken === '' && production) throw notFound()
    if (metricsToken !== '' && !isSame(request.headers.authorization ?? '', `Bearer ${metricsToken}`)) {
      throw new Problem(401, 'unauthenticated', 'Send the token of METRICS_TOKEN.')
    }
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
}

/** Compares in the same time, wherever the texts differ; hashes, because they have the same length. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
