import { Problem } from '../api/problem.ts'

/**
 * What a change demands of the version that it replaces: a version, 'any', or 'none' for an If-Match that no version
 * can meet.
 */
export type Demand = number | 'any' | 'none'

/** The version that the client has seen. Without it one change could undo another that nobody read. */
export function ifMatch(header: string | undefined): Demand {
  if (header === undefined || header === '*') return 'any'
  const tag = /^"([1-9][0-9]{0,14})"$/.exec(header)?.[1]
  return tag === undefined ? 'none' : Number(tag)
}

export function preconditionFailed(): Problem {
  return new Problem(
    412,
    'precondition_failed',
    'It was changed in the meantime. Load it again and repeat your change.',
  )
}
