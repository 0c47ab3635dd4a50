import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'

/** The Fastify instance, which infers the types of bodies and queries from the schemas of routes. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

declare module 'fastify' {
  /** What the API's description says of a route, beside its schemas. */
  interface FastifyContextConfig {
    id?: string
    tag?: string
    summary?: string
    /** The statuses of refusals that can't be told from the schemas. */
    refusals?: number[]
    /** Nobody has to sign in. */
    open?: boolean
    /** How a request is let in, where that isn't told by open. */
    proof?: 'bearer' | 'cookie'
    /** The answer of a success; 200 without. */
    status?: number
    /** How long the answer may take, if longer than usual. Milliseconds. */
    patience?: number
    /** The media type of a success, if it isn't JSON. */
    answers?: string
  }
}
