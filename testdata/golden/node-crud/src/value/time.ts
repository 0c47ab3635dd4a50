import { isMoment } from './format.ts'

// Moments are texts such as 2026-11-20T10:00:00.123Z, always in UTC, so that they sort and compare as they are.

/** The present moment. */
export function now(): string {
  return new Date().toISOString()
}

/** A moment some milliseconds later, or earlier. */
export function after(moment: string, milliseconds: number): string {
  return new Date(Date.parse(moment) + milliseconds).toISOString()
}

/** A moment as every database understands it, and as SQLite can sort it. */
export function toStored(moment: string): string {
  return moment.slice(0, 23).replace('T', ' ')
}

/** Tells whether a text is a moment as a database writes it. */
export function isStoredTime(stored: unknown): boolean {
  const form = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,3})?(\+00)?$/
  return typeof stored === 'string' && form.test(stored) && isMoment(fromStored(stored))
}

/** A moment that came from a database, which may leave out what is zero. */
export function fromStored(stored: string): string {
  const fraction = /\.(\d{1,3})/.exec(stored)?.[1] ?? ''
  return `${stored.slice(0, 10)}T${stored.slice(11, 19)}.${fraction.padEnd(3, '0')}Z`
}
