// What a client is told when something went wrong, as RFC 9457 describes it.
import { STATUS_CODES } from 'node:http'

/** One thing that is wrong with a request: in its body (pointer) or in its query (parameter). */
export interface Detail {
  pointer?: string
  parameter?: string
  code: string
  message: string
}

/** RFC 9110 renamed two statuses. */
const titles: Record<number, string> = { 413: 'Content Too Large', 422: 'Unprocessable Content' }

/** An error that the client is told about. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly errors: Detail[] | undefined
  /** What goes into the header of the answer. */
  readonly headers: Record<string, string>

  constructor(
    status: number,
    code: string,
    detail: string,
    more: { errors?: Detail[]; headers?: Record<string, string> } = {},
  ) {
    super(detail)
    this.status = status
    this.code = code
    this.errors = more.errors
    this.headers = { ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}), ...more.headers }
  }

  toJSON() {
    const { status, code, message: detail, errors } = this
    return { type: 'about:blank', title: titles[status] ?? STATUS_CODES[status], status, code, detail, errors }
  }
}

/** The answer for what doesn't exist and for what belongs to somebody else: nobody can tell which. */
export function notFound(): Problem {
  return new Problem(404, 'not_found', 'There is nothing here.')
}

export function internal(): Problem {
  return new Problem(500, 'internal', 'Something went wrong on our side.')
}

export function unavailable(): Problem {
  return new Problem(503, 'unavailable', "The service can't answer at the moment. Try again soon.")
}

/** The answer to somebody who asks too often. */
export function rateLimited(wait: number): Problem {
  const headers = { 'retry-after': String(Math.ceil(wait / 1000)) }
  return new Problem(429, 'rate_limited', 'Too many requests. Try again later.', { headers })
}

/** Says which fields have a value that is already in use. */
export function notUnique(fields: string[]): Problem {
  const errors = fields.map((name) => ({ pointer: pointer(name), code: 'not_unique', message: 'Is already in use.' }))
  return new Problem(409, 'not_unique', 'Another entry has the same value.', { errors })
}

export function validationFailed(errors: Detail[]): Problem {
  return new Problem(422, 'validation_failed', "Some values can't be taken.", { errors })
}

/** Says that one field of the body can't be taken. */
export function invalidField(name: string, code: string, message: string): Problem {
  return validationFailed([{ pointer: pointer(name), code, message }])
}

/** Points at a field of the body as RFC 6901 says. */
export function pointer(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
}
