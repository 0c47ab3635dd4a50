import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type BlockList, isIPv4, isIPv6 } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Config, isHttps } from '../config/config.ts'

/** The client's name for the request, or a new one. */
export function requestId({ headersDistinct }: IncomingMessage): string {
  const sent = headersDistinct['x-request-id']?.[0] ?? ''
  return /^[A-Za-z0-9._-]{1,64}$/.test(sent) ? sent : randomUUID()
}

/**
 * Who sent the request. What a proxy says about that counts only if the proxy is ours: anybody can send
 * X-Forwarded-For. Each proxy adds the address it saw at the right end.
 */
export function clientOf({ headers, socket }: IncomingMessage, trusted: BlockList): string {
  let address = plain(socket.remoteAddress ?? '')
  const hops = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').reverse()
  for (const hop of hops.map((text) => plain(text.trim()))) {
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (!trusted.check(address, family) || !(isIPv4(hop) || isIPv6(hop))) break
    address = hop
  }
  return isIPv6(address) ? household(address) : address
}

/** An IPv4 address that was written as IPv6, in its own form. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=[0-9.]+$)/i, '')
}

/** The first half of an IPv6 address: one household has 2^64 of them. */
function household(address: string): string {
  const [start = [], end = []] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''))
  const zeros = address.includes('::') ? 8 - start.length - end.length : 0
  const groups = [...start, ...Array<string>(Math.max(zeros, 0)).fill('0'), ...end]
  return groups
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')
}

/** The headers that every answer has. */
export function commonHeaders(config: Config): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    ...(isHttps(config) ? { 'strict-transport-security': 'max-age=31536000' } : {}),
    ...(config.allowedOrigins.length > 0 ? { vary: 'Origin' } : {}),
  }
}

/** Lets the pages of ALLOWED_ORIGINS call; tells whether the request only asked what it may send. */
export function shareWithOrigin(request: FastifyRequest, reply: FastifyReply, origins: string[]): boolean {
  const { origin = '', 'access-control-request-method': method } = request.headers
  if (!origins.includes(origin)) return false
  reply.header('access-control-allow-origin', origin)
  reply.header('access-control-expose-headers', 'ETag, Link, Location, Retry-After, X-Request-ID')
  if (request.method !== 'OPTIONS' || method === undefined) return false
  reply.header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE')
  reply.header('access-control-allow-headers', 'Authorization, Content-Type, If-Match, X-Request-ID')
  reply.header('access-control-max-age', '600')
  return true
}
