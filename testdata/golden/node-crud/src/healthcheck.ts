/** Asks the server on this machine whether it lives. The container has no other program to ask. */
export async function healthcheck(port: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/livez`, { signal: AbortSignal.timeout(3000) })
  if (!response.ok) throw new Error(`the server answered ${response.status}`)
}
