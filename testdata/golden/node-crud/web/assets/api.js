// Talks to the server. The access token lives in this module only, never in storage that other scripts could
// read; a reload gets a new one with the refresh cookie, which no script can see.
const base = "/api/v1";
const patience = 30_000; // milliseconds for an answer: the server itself gives up sooner
let token = null;
let renewing = null;
let askToSignIn = async () => false;

// ApiError is an answer that refuses: `problem` is its application/problem+json body.
export class ApiError extends Error {
  constructor(response, problem) {
    super(problem.detail || problem.title || `Status ${response.status}`);
    this.status = response.status;
    this.code = problem.code;
    this.errors = problem.errors || [];
    this.retryAfter = Number(response.headers.get("Retry-After")) || 0;
    this.requestId = response.headers.get("X-Request-ID");
  }
}

// NetworkError means that no answer came at all.
export class NetworkError extends Error {}

// onSignedOut sets what happens when the session has ended: the function asks the user to sign in again and
// says whether that was done, so that the request that noticed can be repeated.
export function onSignedOut(ask) {
  askToSignIn = ask;
}

// request sends one request and gives { data, etag }. A 401 is met by renewing the token once.
export async function request(method, path, options = {}) {
  const used = token;
  let response = await send(method, path, options);
  if (response.status === 401 && !path.startsWith("/auth/") && (await renew(used))) {
    response = await send(method, path, options);
  }
  return read(response);
}

export async function signIn(email, password) {
  const { data } = await request("POST", "/auth/login", { body: { email, password } });
  token = data.access_token;
  remember(true);
}

export async function signOut() {
  await request("POST", "/auth/logout");
  forget();
}

// forget drops the token, after signing out or when the account is gone.
export function forget() {
  token = null;
  remember(false);
}

// resume gets a token with the cookie of an earlier visit and says whether there was one.
export async function resume() {
  return remembered() ? refresh() : false;
}

async function send(method, path, { body, etag }) {
  const headers = { Accept: "application/json" };
  if (token && !path.startsWith("/auth/")) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (etag) headers["If-Match"] = etag;
  return fetch(base + path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(patience),
  }).catch(noAnswer);
}

function noAnswer() {
  throw new NetworkError("No answer from the server.");
}

async function read(response) {
  const text = await response.text().catch(noAnswer);
  let data = null;
  try {
    data = text ? JSON.parse(text) : null;
  } catch {
    // A proxy in between may answer with a page of its own; the status still says what happened.
  }
  if (!response.ok) throw new ApiError(response, data || {});
  return { data, etag: response.headers.get("ETag") };
}

// renew replaces the token that was refused. Requests that fail at the same time share one renewal.
async function renew(refused) {
  if (token !== refused) return true;
  renewing ??= (async () => (await refresh()) || askToSignIn())().finally(() => {
    renewing = null;
  });
  return renewing;
}

// A refresh cookie works once. Tabs take turns, so that each sends the cookie which the one before was given.
function refresh() {
  const turn = async () => {
    const response = await send("POST", "/auth/refresh", {});
    if (response.status === 401) {
      forget();
      return false;
    }
    token = (await read(response)).data.access_token;
    return true;
  };
  return navigator.locks ? navigator.locks.request("refresh", turn) : turn();
}

// Whether somebody is signed in is noted (no secret), to spare first-time visitors a request that must fail.
function remember(signedIn) {
  try {
    if (signedIn) localStorage.setItem("signed_in", "yes");
    else localStorage.removeItem("signed_in");
  } catch {
    // Storage may be switched off: then a reload signs out.
  }
}

function remembered() {
  try {
    return localStorage.getItem("signed_in") === "yes";
  } catch {
    return false;
  }
}
