/** The one form in which an e-mail address is stored and looked for. */
export function normalEmail(text: string): string {
  return trim(text).replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** Takes away the whitespace around a text. What else String.trim takes for whitespace, belongs to the text. */
export function trim(text: string): string {
  return text.replace(/^[ \t\r\n\f\v]+|[ \t\r\n\f\v]+$/g, '')
}
