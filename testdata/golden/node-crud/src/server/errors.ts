// Turns whatever went wrong into a problem that the client may see. The rest goes to the log only.
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { internal, notFound, Problem, unavailable } from '../api/problem.ts'
import type { Database } from '../database/database.ts'

function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(problem.status)
    .headers(problem.headers)
    .type('application/problem+json')
    .send(JSON.stringify(problem))
}

/** Answers with an error that a route or a hook threw. */
export function errorHandler(database: Database) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    if (error instanceof Problem) return sendProblem(reply, error)
    const kind = database.kind(error)
    if (kind === 'unavailable' || kind === 'retry') {
      request.log.warn({ err: error }, 'the database did not answer')
      return sendProblem(reply, unavailable())
    }
    const known = frameworkProblem(error)
    if (known !== undefined) return sendProblem(reply, known)
    request.log.error({ err: error }, 'a request failed')
    return sendProblem(reply, internal())
  }
}

/** What Fastify itself refuses, in the words of this API. */
function frameworkProblem({ code, statusCode = 500 }: FastifyError): Problem | undefined {
  if (code === 'FST_ERR_BAD_URL') return notFound()
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Problem(413, 'too_large', 'The body is larger than 1 MiB.')
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new Problem(415, 'unsupported_media_type', 'Send application/json.')
  return statusCode < 500 ? new Problem(400, 'bad_json', "The request can't be read.") : undefined
}

/** Answers what is not HTTP, or has too large a head: there is no request yet that a route could answer. */
export function clientErrorHandler(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400
  const body = JSON.stringify(new Problem(status, 'bad_request', "The request can't be read."))
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
