// Decimals are text outside, and whole numbers of their smallest unit in the database: "12.5" is 1250 where the scale
// is 2. Binary fractions would change digits.

/** How many digits a decimal may have in all: as many fit a JavaScript number exactly. */
export const maxDigits = 15

/** A decimal as a number of its smallest unit. */
export function toUnits(text: string, scale: number): number {
  const [whole = '', fraction = ''] = text.split('.')
  return Number(whole + fraction.padEnd(scale, '0')) + 0 // -0 becomes 0
}

/** Units as text with exactly scale digits after the point. */
export function fromUnits(units: number, scale: number): string {
  const digits = String(Math.abs(units)).padStart(scale + 1, '0')
  const point = digits.length - scale
  const sign = units < 0 ? '-' : ''
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}
