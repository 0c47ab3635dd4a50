-- Makes one book after another, on the shelf whose id is the argument.
local shelf
local n = 0

init = function(args)
  shelf = args[1]
  wrk.headers["Content-Type"] = "application/json"
end

request = function()
  n = n + 1
  local body = string.format(
    '{"shelf_id": "%s", "title": "Made %d", "author": "Somebody", "pages": %d, "status": "reading", "price": "12.50", "bought": "2026-11-20", "notes": "Made by a load test."}',
    shelf, n, n % 9000 + 1)
  return wrk.format("POST", nil, nil, body)
end
