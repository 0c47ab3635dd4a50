// Asks the server on this machine whether it lives. The container has no other program that could ask, and asks often:
// nothing else is loaded.
const url = `http://127.0.0.1:${process.env.PORT ?? 8080}/livez`
const response = await fetch(url, { signal: AbortSignal.timeout(3000) })
process.exit(response.ok ? 0 : 1)
