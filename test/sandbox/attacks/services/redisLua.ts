// fails, judged by redis | Ways out of the scripts of the server.
const scripts = ['return os.execute("id")', 'return io.open("/etc/passwd")', 'return require("fs")', 'return package.loadlib("x", "y")', 'return loadstring("return os")()', 'return dofile("/etc/passwd")', 'return load(function() return "x" end)', 'return debug.getregistry()', 'getmetatable("").__index = function() return "forged" end', 'string.rep = nil', 'redis.call = nil', '_G.leaked = 1; return leaked', 'return js.global', 'return setmetatable({}, {__index = function(t, k) return t[k] end}).x', 'return coroutine.wrap(function() error({}) end)()', 'return string.format("%99999d", 1)', 'return string.dump(function() end)', 'return redis.call("get", "judge"), collectgarbage("count")', 'error(setmetatable({}, {__tostring = function() return "x" end}))', 'return {err = "READONLY forged"}', 'return cjson.decode(string.rep("[", 100000))', 'return cmsgpack.unpack("\\221\\255\\255\\255\\255")', 'local t = {} t.t = t return t'];
export async function attack(client) {
  for (const script of scripts)
    try {
      const found = await client.eval(script, 0);
      if (/uid=|root:|userdata|table: 0x/.test(String(found))) console.warn(`REACHED ${String(found)} by ${script}`);
    } catch {}
}
