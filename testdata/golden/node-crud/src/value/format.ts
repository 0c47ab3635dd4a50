// What texts must look like. JSON Schema calls these formats.

const emailPattern = /^[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+$/
const urlPattern = /^https?:\/\/[A-Za-z0-9.[\]:_~%@-]+([/?#][!-~]*)?$/
const idPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const momentPattern =
  /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

export function isEmail(text: string): boolean {
  return emailPattern.test(text)
}

export function isUrl(text: string): boolean {
  return urlPattern.test(text) && URL.canParse(text)
}

export function isId(text: string): boolean {
  return idPattern.test(text)
}

/** Tells whether a text is a real day: JavaScript would take the 30th of February for a day in March. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && text >= '1000' && isInCalendar(text)
}

/** Tells whether a text is a real moment, in the years 1000 to 9999 of UTC. */
export function isMoment(text: string): boolean {
  const day = momentPattern.exec(text)?.[1]
  if (day === undefined || !isInCalendar(day)) return false
  const year = new Date(cutFraction(text)).getUTCFullYear()
  return year >= 1000 && year <= 9999
}

/** A moment in UTC, cut to milliseconds. */
export function toUtc(moment: string): string {
  return new Date(cutFraction(moment)).toISOString()
}

function isInCalendar(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(day)
}

/** Keeps three digits of the fraction, so that nothing is rounded. */
function cutFraction(moment: string): string {
  return moment.replace(/(\.\d{3})\d+/, '$1')
}

/** What formats JSON Schema knows, and how each is tested. */
export const formats = { email: isEmail, uri: isUrl, uuid: isId, date: isDay, 'date-time': isMoment }
