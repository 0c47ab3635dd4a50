// Reads bodies. Fastify calls this after the hooks that find out who is asking.
import type { IncomingMessage } from 'node:http'
import type { FastifyRequest } from 'fastify'
import { Problem } from './problem.ts'

const maxBody = 1024 * 1024
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Parses the JSON of a request. Routes that take no body ignore one. */
export async function parseBody(request: FastifyRequest, payload: IncomingMessage): Promise<unknown> {
  if (request.routeOptions.schema?.body === undefined) {
    payload.resume()
    return undefined
  }
  const mediaType = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (mediaType !== 'application/json') throw unsupportedMediaType()
  const bytes = await readAll(payload)
  try {
    return JSON.parse(utf8.decode(bytes))
  } catch {
    throw new Problem(400, 'bad_json', 'The body is not JSON.')
  }
}

export function unsupportedMediaType(): Problem {
  return new Problem(415, 'unsupported_media_type', 'Send application/json.')
}

async function readAll(payload: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  // What is left of a body that is too large is read by Node and thrown away, so that the answer gets through.
  for await (const chunk of payload.iterator({ destroyOnReturn: false })) {
    size += chunk.length
    if (size > maxBody) throw new Problem(413, 'too_large', 'The body is larger than 1 MiB.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
