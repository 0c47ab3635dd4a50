// What texts must look like. JSON Schema calls these formats.

// prettier-ignore
const patterns = {
  email: /^[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+$/,
  url: /^https?:\/\/([A-Za-z0-9_][A-Za-z0-9._~-]*|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?([/?#][!-~]*)?$/,
  id: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  moment: /^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-](0[0-9]|1[0-7]):[0-5][0-9])$/,
}

export function isEmail(text: string): boolean {
  return patterns.email.test(text)
}

export function isUrl(text: string): boolean {
  return patterns.url.test(text)
}

export function isId(text: string): boolean {
  return patterns.id.test(text)
}

/** Tells whether a text is a real day: JavaScript would take the 30th of February for a day in March. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && text >= '1000' && isInCalendar(text)
}

/** Tells whether a text is a real moment, in the years 1000 to 9999 of UTC. */
export function isMoment(text: string): boolean {
  if (!patterns.moment.test(text) || !isInCalendar(text.slice(0, 10))) return false
  const year = new Date(cutFraction(text)).getUTCFullYear() // NaN for a minute or a second of 60
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
