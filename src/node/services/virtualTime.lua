-- Runs commands on a server of the person's own as if its clock were the virtual one.
--
-- Keys never expire by the server's clock: whatever would end at the virtual moment t is set to end at t + far, which is
-- some thirty thousand years away, and what asks for an end is answered with far taken off again. Keys whose virtual
-- moment has passed are deleted before anything else; the caller knows which may be due.
--
-- ARGV: now, far, n, n keys that may be due, n, n times (channel, subscribers), n, n times (pattern, subscribers), then
-- each command as its number of words and its words. A script is the command `eval`.
-- Gives { replies, keys that may end and when, what was published }.
local argv, place = ARGV, 0
local call, pcall_command = redis.call, redis.pcall

local function take()
  place = place + 1
  return argv[place]
end

local function takeList()
  local list = {}
  for index = 1, tonumber(take()) do list[index] = take() end
  return list
end

local function takeCounts()
  local counts = {}
  for _ = 1, tonumber(take()) do
    local name = take()
    counts[name] = tonumber(take())
  end
  return counts
end

local now, far = tonumber(take()), tonumber(take())
local due = takeList()
local channels, patterns = takeCounts(), takeCounts()
local ends, published = {}, {}

local function text(number) return string.format('%.0f', number) end

local function note(key)
  local moment = call('PEXPIRETIME', key)
  if moment >= 0 then
    ends[#ends + 1] = key
    ends[#ends + 1] = text(moment - far)
  end
end

-- What Redis takes for an integer, as far as it can be added to; nil lets the server say what is wrong.
local function integer(word)
  if word and #word <= 15 and (word == '0' or string.match(word, '^%-?[1-9]%d*$')) then return tonumber(word) end
end

local function farMoment(moment)
  if moment <= now then return '1' end
  return text(moment + far)
end

local units = { ex = 1000, px = 1, exat = 1000, pxat = 1 }

-- EX, PX, EXAT and PXAT from this word on become PXAT.
local function rewriteOptions(words, first)
  for index = first, #words - 1 do
    local option = string.lower(words[index])
    local amount = units[option] and integer(words[index + 1])
    if amount then
      if amount > 0 then
        local isMoment = string.sub(option, -2) == 'at'
        words[index] = 'PXAT'
        words[index + 1] = farMoment(amount * units[option] + (isMoment and 0 or now))
      end
      return
    end
  end
end

local function native(words) return pcall_command(unpack(words)) end

local commands = {}

local function expire(unit, isMoment)
  return function(words)
    local amount = integer(words[3])
    if not amount then return native(words) end
    local changed = { 'PEXPIREAT', words[2], farMoment(amount * unit + (isMoment and 0 or now)) }
    for index = 4, #words do changed[index] = words[index] end
    local reply = native(changed)
    note(words[2])
    return reply
  end
end
commands.expire, commands.pexpire = expire(1000, false), expire(1, false)
commands.expireat, commands.pexpireat = expire(1000, true), expire(1, true)

local function ttl(isSeconds, isMoment)
  return function(words)
    local moment = call('PEXPIRETIME', words[2])
    if moment < 0 then return moment end
    local ms = moment - far
    if not isMoment then ms = math.max(0, ms - now) end
    return isSeconds and math.floor((ms + 500) / 1000) or ms
  end
end
commands.ttl, commands.pttl = ttl(true, false), ttl(false, false)
commands.expiretime, commands.pexpiretime = ttl(true, true), ttl(false, true)

function commands.set(words)
  rewriteOptions(words, 4)
  local reply = native(words)
  note(words[2])
  return reply
end

function commands.getex(words)
  rewriteOptions(words, 3)
  local reply = native(words)
  note(words[2])
  return reply
end

local function setFor(unit)
  return function(words)
    local amount = integer(words[3])
    if not amount or amount <= 0 then return native(words) end
    local reply = native({ 'SET', words[2], words[4], 'PXAT', farMoment(now + amount * unit) })
    note(words[2])
    return reply
  end
end
commands.setex, commands.psetex = setFor(1000), setFor(1)

local function moved(words)
  local reply = native(words)
  if words[3] then note(words[3]) end
  return reply
end
commands.rename, commands.renamenx, commands.copy = moved, moved, moved

function commands.time()
  local seconds = math.floor(now / 1000)
  return { text(seconds), text((now - seconds * 1000) * 1000) }
end

function commands.xadd(words)
  local index = 3
  if string.lower(words[index]) == 'nomkstream' then index = index + 1 end
  local option = string.lower(words[index] or '')
  if option == 'maxlen' or option == 'minid' then
    index = index + 1
    if words[index] == '~' or words[index] == '=' then index = index + 1 end
    index = index + 1
  end
  if words[index] == '*' then
    local ms = now
    local info = pcall_command('XINFO', 'STREAM', words[2])
    for at = 1, info.err and 0 or #info - 1 do
      if info[at] == 'last-generated-id' then ms = math.max(ms, tonumber(string.match(info[at + 1], '^%d+'))) end
    end
    words[index] = text(ms) .. '-*'
  end
  return native(words)
end

local function fits(pattern, channel)
  local lua = string.gsub(pattern, '[%^%$%(%)%%%.%+]', '%%%0')
  lua = string.gsub(string.gsub(lua, '%*', '.*'), '%?', '.')
  return string.find(channel, '^' .. lua .. '$') ~= nil
end

function commands.publish(words)
  local count = channels[words[2]] or 0
  for pattern, subscribers in pairs(patterns) do
    if fits(pattern, words[2]) then count = count + subscribers end
  end
  published[#published + 1] = words[2]
  published[#published + 1] = words[3]
  return count
end

local function perform(words)
  local special = commands[string.lower(words[1])]
  if special and #words > 1 or string.lower(words[1]) == 'time' then return special(words) end
  local reply = native(words)
  -- A number that is too large for a double would come back as another one.
  if type(reply) == 'number' and math.abs(reply) >= 2 ^ 53 then return { '\0integer', text(reply) } end
  return reply
end

-- What a script calls instead of `redis.call`: numbers as Redis writes them, and the same words where it is wrong.
local function readWords(method, ...)
  local words = { ... }
  local length = select('#', ...)
  if length == 0 then
    return nil, { err = 'ERR Please specify at least one argument for this redis.' .. method .. '() call' }
  end
  for index = 1, length do
    local kind = type(words[index])
    if kind == 'number' then
      words[index] = string.format('%.17g', words[index])
    elseif kind ~= 'string' then
      return nil, { err = 'ERR Lua redis lib command arguments must be strings or integers' }
    end
  end
  return words
end

local atLeast = { expire = 3, pexpire = 3, expireat = 3, pexpireat = 3, ttl = 2, pttl = 2, expiretime = 2,
  pexpiretime = 2, set = 3, getex = 2, setex = 4, psetex = 4, rename = 3, renamenx = 3, copy = 3, time = 1, xadd = 5,
  publish = 3 }
local exactly = { ttl = 2, pttl = 2, expiretime = 2, pexpiretime = 2, setex = 4, psetex = 4, rename = 3, renamenx = 3,
  time = 1, publish = 3 }

local function performForScript(method, ...)
  local words, problem = readWords(method, ...)
  if not words then return problem end
  local name = string.lower(words[1])
  if not commands[name] or #words < atLeast[name] or (exactly[name] and #words ~= exactly[name]) then
    return native(words)
  end
  return commands[name](words)
end

local function failed(reply) return type(reply) == 'table' and reply.err ~= nil end

-- Under another name, so that its lines are not taken for those of the script.
local makeShim = [==[
local perform, failed, redis = ...
return setmetatable({
  call = function(...)
    local reply = perform('call', ...)
    if not failed(reply) then return reply end
    local level, where = 1, ''
    while level < 6 and not string.find(where, '^virtual_time:') do
      level = level + 1
      where = select(2, pcall(error, '', level))
    end
    where = select(2, pcall(error, '', level + 1)) -- whoever called; nothing for a tail call
    error({ err = reply.err, line = tonumber(string.match(where, '^user_script:(%d+):')) or -1 })
  end,
  pcall = function(...) return perform('pcall', ...) end,
}, { __index = redis })
]==]

local function handler(problem)
  if type(problem) == 'table' and problem.line then return problem end
  local line
  for level = 3, 5 do
    local _, where = pcall(error, '', level)
    line = line or tonumber(string.match(where, '^user_script:(%d+):'))
  end
  if type(problem) == 'table' and problem.err then return { err = problem.err, line = line } end
  return { err = 'ERR ' .. tostring(problem), line = line }
end

local function runScript(words)
  local chunk, problem = loadstring('local redis, KEYS, ARGV = ...; ' .. words[2], '@user_script')
  if not chunk then return { err = 'ERR Error compiling script (new function): ' .. problem } end
  if words[3] == 'load' then return true end
  local shim = loadstring(makeShim, '@virtual_time')(performForScript, failed, redis)
  local count = tonumber(words[3])
  local keys, args = {}, {}
  for index = 1, count do keys[index] = words[3 + index] end
  for index = 4 + count, #words do args[#args + 1] = words[index] end
  local ok, result = xpcall(function() return (chunk(shim, keys, args)) end, handler)
  if not ok then return { '\0failed', result.err, result.line or 0 } end
  if result == nil then return false end
  return result
end

for _, key in ipairs(due) do
  local moment = call('PEXPIRETIME', key)
  if moment >= 0 then
    if now > moment - far then call('DEL', key) else note(key) end
  end
end

local replies = {}
while place < #argv do
  local words = takeList()
  local reply
  if words[1] == 'eval' then reply = runScript(words) else reply = perform(words) end
  replies[#replies + 1] = reply
end
return { replies, ends, published }
