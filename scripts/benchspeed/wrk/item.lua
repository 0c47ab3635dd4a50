-- Reads one thing after another by its id; the ids are the arguments.
local ids
local n = 0

init = function(args)
  ids = args
end

request = function()
  n = n % #ids + 1
  return wrk.format("GET", wrk.path .. ids[n])
end
