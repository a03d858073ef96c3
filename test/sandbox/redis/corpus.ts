/**
 * What the in-memory engine and a real server are both asked, in order and from an empty database. One line is one
 * command, in words as a shell would read them (single quotes keep everything); `+250` lets that many milliseconds pass. `?` in front of a command
 * compares its reply without regard to order, because Redis promises none.
 */
export interface Chapter {
  readonly title: string;
  readonly lines: readonly string[];
}

const chapter = (title: string, text: string): Chapter => ({
  title,
  lines: text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== ''),
});

export const corpus: readonly Chapter[] = [
  chapter(
    'strings',
    `
    GET nothing
    SET a 1
    GET a
    get a
    SET a 2 NX
    SET b 2 XX
    SET b 2 NX
    SET a 3 XX GET
    SET c 3 GET
    SET a v NX XX
    SET a v EX
    SET a v EX 0
    SET a v EX -1
    SET a v EX ten
    SET a v PX 1.5
    SET a v EX 10 PX 10
    SET a v EX 10 KEEPTTL
    SET a v KEEPTTL EX 10
    SET a v NOPE
    SET a v EX 99999999999999999999
    SET a
    SET
    SETNX a 1
    SETNX fresh 1
    SETEX e 10 v
    SETEX e 0 v
    SETEX e x v
    PSETEX e 1500 v
    PSETEX e -5 v
    PTTL e
    GETSET a new
    GETSET never new
    GETDEL never
    GETDEL never
    GETEX a EX 100
    TTL a
    GETEX a PERSIST
    TTL a
    GETEX a PXAT 1
    GET a
    GETEX b NOPE
    GETEX b EX
    GETEX b EX 0
    GETEX missing EX 10
    MSET k1 v1 k2 v2
    MSET k1
    MSET k1 v1 k2
    MGET k1 k2 k3
    MGET
    MSETNX k1 x k9 y
    MSETNX k8 x k9 y
    MGET k8 k9
    INCR n
    INCR n
    INCRBY n 40
    DECR n
    DECRBY n 50
    DECRBY n -9223372036854775808
    INCRBY n 1.5
    INCRBY n 9223372036854775807
    INCRBY n 9223372036854775807
    SET big 9007199254740993
    INCR big
    GET big
    SET n " 1"
    INCR n
    SET n 01
    INCR n
    SET n abc
    INCR n
    SET n ""
    INCR n
    INCRBYFLOAT f 0.1
    INCRBYFLOAT f 0.2
    INCRBYFLOAT f -0.3
    INCRBYFLOAT f 5.0e3
    INCRBYFLOAT f 1
    INCRBYFLOAT f abc
    INCRBYFLOAT n abc
    SET n abc
    INCRBYFLOAT n 1
    SET n 3.0
    INCRBYFLOAT n 1.2345678901234567
    APPEND s Hello
    APPEND s " World"
    STRLEN s
    STRLEN nothing
    GETRANGE s 0 4
    GETRANGE s -5 -1
    GETRANGE s 3 100
    GETRANGE s 10 2
    GETRANGE s -100 2
    GETRANGE s -1 -5
    GETRANGE s a 2
    GETRANGE nothing 0 -1
    SUBSTR s 0 3
    SETRANGE s 6 Redis
    GET s
    SETRANGE padded 3 x
    STRLEN padded
    SETRANGE s -1 x
    SETRANGE s 999999999999 x
    SETRANGE nope 0 ""
    EXISTS nope
    SET u "grüße €"
    STRLEN u
    GETRANGE u 0 2
    LPUSH list a
    GET list
    INCR list
    APPEND list x
    GETDEL list
    SETRANGE list 0 x
    STRLEN list
    MGET list a
    SET list now-text
    GET list
  `,
  ),
  chapter(
    'keys and their ends',
    `
    SET a 1
    EXPIRE a 10
    TTL a
    PTTL a
    EXPIRE a 20 NX
    EXPIRE a 20 XX
    EXPIRE a 5 GT
    EXPIRE a 5 LT
    EXPIRE a 50 GT
    TTL a
    EXPIRE a 10 NX XX
    EXPIRE a 10 GT LT
    EXPIRE a 10 NOPE
    EXPIRE a ten
    EXPIRE missing 10
    EXPIRE missing ten
    EXPIRE a 9223372036854775807
    PERSIST a
    PERSIST a
    TTL a
    EXPIRE a 10 GT
    EXPIRE a 10 LT
    TTL a
    TTL missing
    PTTL missing
    EXPIRETIME missing
    SET b 1
    EXPIRETIME b
    EXPIREAT b 4102444800
    EXPIRETIME b
    PEXPIRETIME b
    PEXPIREAT b 4102444800500
    EXPIRETIME b
    PEXPIRETIME b
    EXPIREAT b 1
    EXISTS b
    SET c 1
    EXPIRE c -1
    EXISTS c
    SET c 1
    PEXPIRE c 100
    +99
    PTTL c
    EXISTS c
    +1
    PTTL c
    EXISTS c
    +1
    PTTL c
    EXISTS c
    SET d 1 EX 60
    +59500
    TTL d
    +400
    TTL d
    PTTL d
    +101
    GET d
    SET e 1 PX 500
    SET e 2
    TTL e
    SET e 1 PX 500
    SET e 2 KEEPTTL
    PTTL e
    +501
    GET e
    INCR counter
    PEXPIRE counter 1000
    +600
    INCR counter
    PTTL counter
    +401
    INCR counter
    PTTL counter
    SET f 1 EX 10
    RENAME f g
    TTL g
    EXISTS f
    RENAME nothing x
    SET f 2
    RENAMENX f g
    RENAMENX f h
    COPY g i
    TTL i
    COPY g i
    COPY g i REPLACE
    COPY g g
    COPY nothing j
    +10001
    MGET g i
    SET k1 1 EX 5
    SET k2 1
    HSET k3 f v
    EXPIRE k3 3
    RPUSH k4 a
    PEXPIRE k4 3000
    ? KEYS *
    DBSIZE
    +3001
    DBSIZE
    ? KEYS k?
    ? KEYS k[12]
    ? KEYS k[^2]
    ? KEYS [j-l]1
    ? KEYS nothing*
    TYPE k1
    TYPE k3
    TYPE k2
    EXISTS k1 k1 k2 nope
    DEL k1 k1 nope
    UNLINK k2 h
    TOUCH a nope
    DEL
    SADD set a
    TYPE set
    ZADD zset 1 a
    TYPE zset
    RPUSH list a
    TYPE list
    XADD stream 1-1 f v
    TYPE stream
    SCAN nope
    SCAN 0 COUNT 0
    SCAN 0 COUNT 100 TYPE hash
    SCAN 0 MATCH list COUNT 100
    SCAN 0 NOPE 1
    FLUSHDB nope
    FLUSHDB
    DBSIZE
    RANDOMKEY
    SET only 1
    RANDOMKEY
    ECHO hello
    NOSUCH a b
    NOSUCH
    GET
    GET a b
    SET t x EX 100
    GETEX t
    TTL t
    GETSET t y
    TTL t
    SET t x PX 1000
    APPEND t y
    PTTL t
    SETRANGE t 0 z
    PTTL t
    SET t 5 PX 1000
    INCR t
    PTTL t
    GETDEL t
    TTL t
  `,
  ),
  chapter(
    'hashes',
    `
    HSET h a 1 b 2
    HSET h a 3
    HSET h a
    HSET h
    HSET h a 1 b
    HGET h a
    HGET h z
    HGET none a
    HMGET h a z b
    HMGET none a
    HGETALL h
    HGETALL none
    HKEYS h
    HVALS h
    HLEN h
    HLEN none
    HEXISTS h a
    HEXISTS h z
    HSTRLEN h a
    HSETNX h a 9
    HSETNX h c 9
    HINCRBY h a 4
    HINCRBY h new -3
    HINCRBY h a 1.5
    HINCRBY h a x
    HSET h text abc
    HINCRBY h text 1
    HINCRBYFLOAT h a 0.5
    HINCRBYFLOAT h text 0.5
    HINCRBYFLOAT h f 10.50
    HINCRBYFLOAT h f nope
    HSET h max 9223372036854775807
    HINCRBY h max 1
    HDEL h a z
    HDEL none a
    HMSET h m 1 n 2
    HMSET h m
    HGETALL h
    HSCAN h 0
    HSCAN h 0 MATCH m*
    HSCAN h x
    HRANDFIELD none
    HRANDFIELD none 5
    HRANDFIELD h 0
    HDEL h b c new text f max m n
    EXISTS h
    SET s x
    HSET s a 1
    HGET s a
    HGETALL s
    HDEL s a
    HINCRBY s a 1
  `,
  ),
  chapter(
    'lists',
    `
    RPUSH l a b c
    LPUSH l z y
    LRANGE l 0 -1
    LRANGE l 1 2
    LRANGE l -2 -1
    LRANGE l 5 1
    LRANGE l 0 100
    LRANGE l a b
    LRANGE none 0 -1
    LLEN l
    LINDEX l 0
    LINDEX l -1
    LINDEX l 99
    LINDEX l x
    LINDEX none x
    LSET l 0 first
    LSET l -1 last
    LSET l 99 x
    LSET none 0 x
    LINSERT l BEFORE a x
    LINSERT l AFTER a y
    LINSERT l AFTER nope y
    LINSERT l NOWHERE a y
    LINSERT none AFTER a y
    LRANGE l 0 -1
    LPOP l
    RPOP l
    LPOP l 2
    LPOP none
    LPOP none 2
    LPOP l -1
    LPOP l x
    LPOP l 1 2
    RPUSH l a a b a
    LREM l 2 a
    LRANGE l 0 -1
    LREM l -1 a
    LREM l 0 b
    LREM none 0 b
    LREM l x b
    LRANGE l 0 -1
    RPUSHX none a
    LPUSHX l a
    LTRIM l 0 1
    LRANGE l 0 -1
    LTRIM l 5 9
    EXISTS l
    LTRIM none 0 1
    RPUSH m 1 2 3 2 1 2
    LPOS m 2
    LPOS m 2 RANK 2
    LPOS m 2 RANK -1
    LPOS m 2 COUNT 0
    LPOS m 2 COUNT 2
    LPOS m 2 RANK 0
    LPOS m 2 COUNT -1
    LPOS m 2 MAXLEN 1
    LPOS m 9
    LPOS m 9 COUNT 0
    LPOS none 9
    RPOPLPUSH m n
    LMOVE m n LEFT RIGHT
    LMOVE m m LEFT RIGHT
    LMOVE m n UP RIGHT
    LMOVE none n LEFT RIGHT
    LRANGE m 0 -1
    LRANGE n 0 -1
    LPOP m 0
    LPOP m 100
    EXISTS m
    SET s x
    RPUSH s a
    LLEN s
    LPOP s
    LRANGE s 0 1
    RPOPLPUSH n s
  `,
  ),
  chapter(
    'sets',
    `
    SADD s 3 1 2
    SADD s 1 4
    SMEMBERS s
    SCARD s
    SISMEMBER s 1
    SISMEMBER s 9
    SMISMEMBER s 1 9 2
    SMISMEMBER none 1
    SREM s 1 9
    SMEMBERS s
    SADD w a b c d
    ? SMEMBERS w
    SADD x b c e
    ? SUNION w x
    ? SINTER w x
    ? SDIFF w x
    SINTER w none
    ? SDIFF w none
    SUNIONSTORE u w x
    SCARD u
    SINTERSTORE u w none
    EXISTS u
    SDIFFSTORE u w x
    ? SMEMBERS u
    SINTERCARD 2 w x
    SINTERCARD 2 w x LIMIT 1
    SINTERCARD 0 w
    SINTERCARD 3 w x
    SINTERCARD 2 w x LIMIT -1
    SINTERCARD x w
    SMOVE w x a
    SMOVE w x zz
    ? SMEMBERS x
    SPOP none
    SPOP none 2
    SPOP w -1
    SPOP w 0
    ? SPOP w 100
    EXISTS w
    SRANDMEMBER none
    SRANDMEMBER none 2
    SRANDMEMBER x 0
    ? SRANDMEMBER x 100
    SSCAN s 0
    SSCAN s 0 MATCH 2
    SET str x
    SADD str a
    SUNION s str
    SINTERSTORE u s str
    SMEMBERS str
    SADD s
    SADD s text
    ? SMEMBERS s
    SREM s 2 3 4 text
    EXISTS s
  `,
  ),
  chapter(
    'sorted sets',
    `
    ZADD z 1 a 2 b 3 c
    ZADD z 5 a
    ZADD z NX 9 a 4 d
    ZADD z XX 9 zz
    ZADD z CH 6 a 7 e
    ZADD z GT CH 1 a
    ZADD z LT CH 1 a
    ZADD z INCR 5 a
    ZADD z NX INCR 5 a
    ZADD z XX INCR 5 nobody
    ZADD z NX XX 1 a
    ZADD z GT LT 1 a
    ZADD z NX GT 1 a
    ZADD z INCR 1 a 2 b
    ZADD z 1
    ZADD z x a
    ZADD z 1 a 2
    ZADD z nan a
    ZADD inf +inf top -inf bottom inf other
    ZRANGE inf 0 -1 WITHSCORES
    ZINCRBY inf -inf top
    ZADD inf INCR -inf other
    ZSCORE z a
    ZSCORE z nobody
    ZSCORE none a
    ZMSCORE z a nobody b
    ZMSCORE none a
    ZCARD z
    ZRANGE z 0 -1
    ZRANGE z 0 -1 WITHSCORES
    ZRANGE z 1 2
    ZRANGE z -2 -1
    ZRANGE z 0 -1 REV
    ZRANGE z 0 1 REV WITHSCORES
    ZREVRANGE z 0 1
    ZREVRANGE z 0 -1 WITHSCORES
    ZRANGE z 2 4 BYSCORE
    ZRANGE z (2 4 BYSCORE
    ZRANGE z 4 2 BYSCORE REV
    ZRANGE z -inf +inf BYSCORE LIMIT 1 2
    ZRANGE z -inf +inf BYSCORE LIMIT 1 -1
    ZRANGE z -inf +inf BYSCORE LIMIT -1 2
    ZRANGE z 0 -1 LIMIT 0 1
    ZRANGE z [a [c BYLEX WITHSCORES
    ZRANGE z a c BYSCORE
    ZRANGE z x y
    ZRANGE none 0 -1
    ZRANGE none x y
    ZRANGE z 0 -1 NOPE
    ZRANGEBYSCORE z 2 4
    ZRANGEBYSCORE z -inf (4 WITHSCORES
    ZRANGEBYSCORE z -inf +inf LIMIT 0 2
    ZRANGEBYSCORE z 5 1
    ZRANGEBYSCORE z a b
    ZREVRANGEBYSCORE z +inf -inf
    ZREVRANGEBYSCORE z 4 (2 WITHSCORES LIMIT 0 1
    ZCOUNT z 2 4
    ZCOUNT z (2 +inf
    ZCOUNT z a b
    ZCOUNT none a b
    ZRANK z a
    ZRANK z nobody
    ZREVRANK z a
    ZINCRBY z 2.5 b
    ZINCRBY z 1 fresh
    ZINCRBY z x b
    ZADD tenth 0.1 a
    ZINCRBY tenth 0.2 a
    ZADD tenth 1e21 big 1e-7 small 123456789012 long
    ZRANGE tenth 0 -1 WITHSCORES
    ZADD lex 0 a 0 b 0 c 0 d
    ZRANGEBYLEX lex - +
    ZRANGEBYLEX lex [b (d
    ZRANGEBYLEX lex (a + LIMIT 1 1
    ZRANGEBYLEX lex b d
    ZREVRANGEBYLEX lex + -
    ZREVRANGEBYLEX lex (d [b
    ZRANGE lex [b + BYLEX
    ZRANGE lex + [b BYLEX REV
    ZRANGEBYLEX lex + -
    ZLEXCOUNT lex - +
    ZLEXCOUNT lex [b [c
    ZLEXCOUNT lex x y
    ZREM z a nobody
    ZREM none a
    ZREMRANGEBYRANK z 0 0
    ZREMRANGEBYRANK z x 0
    ZREMRANGEBYSCORE z -inf (4
    ZREMRANGEBYSCORE z a b
    ZREMRANGEBYSCORE none a b
    ZREMRANGEBYLEX lex [a [b
    ZREMRANGEBYLEX lex a b
    ZRANGE z 0 -1 WITHSCORES
    ZPOPMIN z
    ZPOPMAX z 2
    ZPOPMIN none
    ZPOPMIN z -1
    ZPOPMIN z x
    ZPOPMIN z 1 2
    ZADD z1 1 a 2 b
    ZADD z2 10 b 20 c
    ZUNION 2 z1 z2 WITHSCORES
    ZUNION 2 z1 z2 WEIGHTS 2 3 WITHSCORES
    ZUNION 2 z1 z2 AGGREGATE MAX WITHSCORES
    ZINTER 2 z1 z2 WITHSCORES
    ZDIFF 2 z1 z2 WITHSCORES
    ZUNIONSTORE out 2 z1 z2 AGGREGATE MIN
    ZRANGE out 0 -1 WITHSCORES
    ZINTERSTORE out 2 z1 none
    EXISTS out
    ZDIFFSTORE out 2 z1 z2
    ZUNIONSTORE out 0 z1
    ZUNIONSTORE out 3 z1 z2
    ZUNIONSTORE out 1 z1 WEIGHTS x
    ZUNIONSTORE out 1 z1 AGGREGATE NOPE
    ZRANGESTORE out z2 0 -1
    ZRANGE out 0 -1 WITHSCORES
    ZRANGESTORE out none 0 -1
    EXISTS out
    ZSCAN z1 0
    ZSCAN z1 0 MATCH a
    ZRANDMEMBER none
    ZRANDMEMBER none 2
    ZRANDMEMBER z1 0
    SET s x
    ZADD s 1 a
    ZRANGE s 0 -1
    ZSCORE s a
    ZADD s x a
    ZREMRANGEBYSCORE s 0 1
    ZUNION 2 z1 s
    ZREM z1 a b
    EXISTS z1
  `,
  ),
  chapter(
    'bits and counts of the distinct',
    `
    SETBIT b 7 1
    GETBIT b 7
    GETBIT b 6
    GETBIT b 1000
    GETBIT none 0
    GET b
    SETBIT b 7 0
    SETBIT b 100 1
    STRLEN b
    SETBIT b -1 1
    SETBIT b x 1
    SETBIT b 1 2
    SETBIT b 1 x
    SETBIT b 4294967296 1
    GETBIT b -1
    SET t foobar
    BITCOUNT t
    BITCOUNT t 0 0
    BITCOUNT t 1 1
    BITCOUNT t 1 -1
    BITCOUNT t 5 30 BIT
    BITCOUNT t 0
    BITCOUNT t 0 1 NOPE
    BITCOUNT t x y
    BITCOUNT none
    BITPOS t 1
    BITPOS t 0
    BITPOS t 1 2
    BITPOS t 1 2 3
    BITPOS t 2
    BITPOS none 1
    BITPOS none 0
    BITPOS t 1 7 15 BIT
    SET ones "aa"
    SET other "ab!"
    BITOP AND r ones other
    GET r
    BITOP OR r ones other
    GET r
    BITOP XOR r ones other none
    STRLEN r
    BITOP NOT r ones
    BITCOUNT r
    BITOP NOT r ones other
    BITOP NAND r ones
    BITOP AND r none
    EXISTS r
    LPUSH l a
    SETBIT l 1 1
    GETBIT l 1
    BITCOUNT l
    PFADD p a b c
    PFADD p a
    PFADD p d
    PFCOUNT p
    PFCOUNT none
    PFADD q d e
    PFCOUNT p q
    PFMERGE m p q
    PFCOUNT m
    PFADD l x
    PFCOUNT t
  `,
  ),
  chapter(
    'streams',
    `
    XADD s 1-1 a 1
    XADD s 1-1 a 1
    XADD s 1-2 b 2 c 3
    XADD s 5 d 4
    XADD s 5-* e 5
    XADD s 0-0 a 1
    XADD s x a 1
    XADD s 6-1 a
    XADD s 6-1
    XADD new NOMKSTREAM * a 1
    XLEN s
    XLEN none
    XRANGE s - +
    XRANGE s 1-2 5
    XRANGE s (1-2 +
    XRANGE s - + COUNT 2
    XRANGE s - + COUNT
    XRANGE s x +
    XRANGE none - +
    XREVRANGE s + -
    XREVRANGE s + - COUNT 1
    XDEL s 1-1 9-9
    XLEN s
    XTRIM s MAXLEN 1
    XTRIM s MAXLEN x
    XTRIM s NOPE 1
    XRANGE s - +
    XADD s MAXLEN 1 7-1 f v
    XRANGE s - +
    XADD auto * f v
    XLEN auto
    SET t x
    XADD t 1-1 a b
    XLEN t
    XRANGE t - +
  `,
  ),
  chapter(
    'scripts',
    `
    EVAL 'return 1' 0
    EVAL 'return 3.99' 0
    EVAL 'return -3.99' 0
    EVAL 'return "text"' 0
    EVAL 'return true' 0
    EVAL 'return false' 0
    EVAL 'return nil' 0
    EVAL 'return' 0
    EVAL 'return {1,2,{3,"a"},false,true,"b"}' 0
    EVAL 'return {1,nil,3}' 0
    EVAL 'return {a=1}' 0
    EVAL 'return {ok="FINE"}' 0
    EVAL 'return {err="MINE it broke"}' 0
    EVAL 'return {1,{err="BAD inside"}}' 0
    EVAL 'return redis.status_reply("DONE")' 0
    EVAL 'return redis.error_reply("MY error")' 0
    EVAL 'return redis.error_reply("-MY error")' 0
    EVAL 'return redis.error_reply("plain")' 0
    EVAL 'return redis.error_reply()' 0
    EVAL 'return {KEYS[1],KEYS[2],ARGV[1],ARGV[2],#KEYS,#ARGV}' 2 k1 k2 a1 a2
    EVAL 'return KEYS[3]' 2 k1 k2
    EVAL 'return 1' x
    EVAL 'return 1' -1
    EVAL 'return 1' 2 a
    EVAL 'return 1'
    EVAL 'return redis.call("SET", KEYS[1], ARGV[1])' 1 k v
    EVAL 'return redis.call("GET", KEYS[1])' 1 k
    EVAL 'return redis.call("get", KEYS[1])' 1 missing
    EVAL 'return redis.call("GET", "missing") == false' 0
    EVAL 'return type(redis.call("INCR", "n"))' 0
    EVAL 'return redis.call("SET", "a", 1).ok' 0
    EVAL 'redis.call("SET", "f", 10/3) return redis.call("GET", "f")' 0
    EVAL 'redis.call("SET", "f", 10/2) return redis.call("GET", "f")' 0
    EVAL 'return tostring(10/2)' 0
    EVAL 'return tostring(10/3)' 0
    EVAL 'return tostring(1772445600*1000)' 0
    EVAL 'return tostring(2^53)' 0
    EVAL 'return tostring(1e15)' 0
    EVAL 'return tostring(1e100)' 0
    EVAL 'return tostring(-0.1)' 0
    EVAL 'return tostring(1/0)' 0
    EVAL 'return tostring(0.1+0.2)' 0
    EVAL 'return 1 .. 2' 0
    EVAL 'return "5" + 1' 0
    EVAL 'return "0x10" + 0' 0
    EVAL 'return 10 % 3' 0
    EVAL 'return -10 % 3' 0
    EVAL 'return 2 ^ 10' 0
    EVAL 'return 7 - 2 - 1' 0
    EVAL 'return 2 ^ 3 ^ 2' 0
    EVAL 'return -2 ^ 2' 0
    EVAL 'return not nil == true' 0
    EVAL 'return 1 < 2 and "yes" or "no"' 0
    EVAL 'return nil and 1' 0
    EVAL 'return "a" < "b"' 0
    EVAL 'local t = {} t[1] = 1 t[2] = 2 t.x = 3 return #t' 0
    EVAL 'local s = 0 for i = 1, 10, 3 do s = s + i end return s' 0
    EVAL 'local s = 0 for i = 10, 1, -3 do s = s + i end return s' 0
    EVAL 'local t = {} for i, v in ipairs({"a","b",nil,"c"}) do t[#t+1] = v end return t' 0
    EVAL 'local n = 0 for k, v in pairs({a=1,b=2,c=3}) do n = n + v end return n' 0
    EVAL 'local i = 0 while true do i = i + 1 if i > 5 then break end end return i' 0
    EVAL 'local i = 0 repeat local j = i i = i + 1 until j >= 3 return i' 0
    EVAL 'local function f(...) local a, b = ... return select("#", ...), b, a end return {f(1, 2, 3)}' 0
    EVAL 'local t = {} for i = 1, 3 do t[i] = function() i = i + 1 return i end end t[1]() return {t[1](), t[2]()}' 0
    EVAL 'local function fact(n) if n <= 1 then return 1 end return n * fact(n - 1) end return fact(10)' 0
    EVAL 'local a, b = 1, 2 a, b = b, a return {a, b}' 0
    EVAL 'local t = setmetatable({}, {__index = function(_, k) return k .. "!" end}) return t.hello' 0
    EVAL 'local t = setmetatable({}, {__add = function(a, b) return 42 end, __call = function(self, x) return x * 2 end}) return {t + 1, t(4)}' 0
    EVAL 'return {unpack({1,2,3}, 2)}' 0
    EVAL 'return {pcall(function() error("boom") end)}' 0
    EVAL 'return {pcall(function() error({code=5}) end)}' 0
    EVAL 'local ok, e = pcall(function() error({code=5}) end) return e.code' 0
    EVAL 'return {pcall(error, "x", 0)}' 0
    EVAL 'return select(-1, 1, 2, 3)' 0
    EVAL 'return {tonumber("0x1f"), tonumber("ff", 16), tonumber("abc") == nil, tonumber(" 5 "), tonumber("1e2")}' 0
    EVAL 'return {type(nil), type(1), type("x"), type({}), type(print), type(type)}' 0
    EVAL 'return {math.floor(3.7), math.ceil(3.2), math.max(1, 5, 3), math.min(2, 1), math.abs(-4), math.fmod(7, 3)}' 0
    EVAL 'return math.floor(-3.5)' 0
    EVAL 'return tostring(math.huge)' 0
    EVAL 'return {string.sub("hello", 2, 4), string.sub("hello", -3), string.upper("abc"), string.len("abc"), ("x"):rep(3)}' 0
    EVAL 'return {string.find("hello world", "o w")}' 0
    EVAL 'return {string.find("hello world", "(o)(.)")}' 0
    EVAL 'return {string.find("a.b", ".", 1, true)}' 0
    EVAL 'return {string.match("key=value", "(%w+)=(%w+)")}' 0
    EVAL 'return {string.match("2026-03-02", "(%d+)-(%d+)-(%d+)")}' 0
    EVAL 'return {string.gsub("hello world", "o", "0")}' 0
    EVAL 'return {string.gsub("hello", "(l)(l)", "%2%1")}' 0
    EVAL 'return {string.gsub("abc", "%w", function(c) return c:upper() .. "." end)}' 0
    EVAL 'return {string.gsub("$name is $age", "%$(%w+)", {name="Bob", age=42})}' 0
    EVAL 'return {string.gsub("abc", "", "-")}' 0
    EVAL 'local t = {} for k, v in string.gmatch("a=1, b=2", "(%w+)=(%w+)") do t[#t+1] = k .. v end return t' 0
    EVAL 'return {string.byte("ABC", 1, 3)}' 0
    EVAL 'return string.char(72, 105)' 0
    EVAL 'return string.format("%d %5.2f %s %q %x %05d %-5s| %g %i %c", 42, 3.14159, "s", "q\\"", 255, 7, "ab", 0.1, 3.9, 65)' 0
    EVAL 'return string.format("%10.3s|%%|%e|%+d", "abcdef", 12345.678, 5)' 0
    EVAL 'return ("a,b,,c"):find(",,", 1, true)' 0
    EVAL 'return string.rep("ab", 3)' 0
    EVAL 'return string.format("%.2f %.2f %.0f %.0f %.1f %.3g %.2e", 0.125, 0.375, 2.5, 3.5, 0.25, 2.125, 1.125)' 0
    EVAL 'return tostring(123456789012345)' 0
    EVAL 'local t, n = {1, 2, 3, x = 4, y = 5}, 0 for k in pairs(t) do t[k] = nil n = n + 1 end return n' 0
    EVAL 'return string.reverse("abc")' 0
    EVAL 'local t = {3, 1, 2} table.sort(t) return t' 0
    EVAL 'local t = {3, 1, 2} table.sort(t, function(a, b) return a > b end) return t' 0
    EVAL 'local t = {1, 2} table.insert(t, 3) table.insert(t, 1, 0) table.remove(t) return t' 0
    EVAL 'return table.concat({1, 2, "x"}, "-")' 0
    EVAL 'return table.concat({}, "-")' 0
    EVAL 'return table.remove({})' 0
    EVAL 'return cjson.encode({1, 2, 3})' 0
    EVAL 'return cjson.encode({a = 1})' 0
    EVAL 'return cjson.encode({})' 0
    EVAL 'return cjson.encode({a = {b = {true, false, cjson.null}}})' 0
    EVAL 'return cjson.encode("quote \\" slash / \\n")' 0
    EVAL 'return cjson.encode(1.5)' 0
    EVAL 'return cjson.encode(1772445600000)' 0
    EVAL 'local t = cjson.decode(ARGV[1]) return {t.a, t.b[2], t.c.d, tostring(t.e == cjson.null), t.f}' 0 "{\\"a\\":1,\\"b\\":[1,2],\\"c\\":{\\"d\\":\\"x\\"},\\"e\\":null,\\"f\\":\\"gr\\u00fcn\\"}"
    EVAL 'return tostring(cjson.decode("1.5"))' 0
    EVAL 'return {pcall(cjson.decode, "{bad")}' 0
    EVAL 'return cjson.encode({1, 2, nil, 4})' 0
    EVAL 'return {bit.band(12, 10), bit.bor(12, 10), bit.bxor(12, 10), bit.lshift(1, 4), bit.rshift(256, 4), bit.tohex(255)}' 0
    EVAL 'return redis.sha1hex("hello")' 0
    EVAL 'return redis.call("TIME")' 0
    EVAL 'local t = redis.call("TIME") return tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)' 0
    EVAL 'return redis.call("INCR")' 0
    EVAL 'return redis.call("NOSUCH")' 0
    EVAL 'return redis.call()' 0
    EVAL 'return redis.call("SET", "a", {})' 0
    EVAL 'return redis.call("SET", "a", nil)' 0
    EVAL 'return redis.pcall("INCR")' 0
    EVAL 'return redis.pcall("NOSUCH").err' 0
    EVAL 'return redis.call("EVAL", "return 1", 0)' 0
    EVAL 'return redis.call("MULTI")' 0
    EVAL 'return redis.call("SUBSCRIBE", "c")' 0
    RPUSH list a
    EVAL 'return redis.call("INCR", "list")' 0
    EVAL 'return redis.pcall("INCR", "list")' 0
    EVAL 'local r = redis.pcall("INCR", "list") return r.err' 0
    EVAL 'local ok, e = pcall(redis.call, "INCR", "list") return {tostring(ok), e, type(e)}' 0
    EVAL 'local r = redis.call("INCR", "list") return r' 0
    EVAL 'local function f() local x = redis.call("INCR", "list") return x end return (f())' 0
    EVAL 'local t = {} table.insert(t, redis.call("INCR", "list"))' 0
    EVAL 'error("my own")' 0
    EVAL 'error({err="MINE own table"})' 0
    EVAL 'return nothing' 0
    EVAL 'nothing = 1' 0
    EVAL 'local t = nil return t.x' 0
    EVAL 'local t = {} return t.x.y' 0
    EVAL 'return KEYS[1].x.y' 1 k
    EVAL 'return 1 + {}' 0
    EVAL 'local t = {} return t + 1' 0
    EVAL 'return "a" + 1' 0
    EVAL 'return 1 .. {}' 0
    EVAL 'return {} < {}' 0
    EVAL 'return 1 < "2"' 0
    EVAL 'return #5' 0
    EVAL 'local f = 5 f()' 0
    EVAL 'redis.nothing()' 0
    EVAL 'return ("x"):nothing()' 0
    EVAL 'string.rep()' 0
    EVAL 'return tonumber(KEYS[1]) + 1' 1 notanumber
    EVAL 'return table.concat({1, {}, 3})' 0
    EVAL 'assert(false, "assertion text")' 0
    EVAL 'assert(false)' 0
    EVAL 'return assert(5)' 0
    EVAL 'this is not lua' 0
    EVAL 'return "unfinished' 0
    EVAL 'if true then' 0
    EVAL 'return 1 return 2' 0
    EVAL 'x = = 1' 0
    EVAL 'local function f() return 1' 0
    EVAL 'return 1 +' 0
    EVAL 'for i = 1 do end' 0
    EVAL 'redis.call("SET", "e", 1, "PX", 500) return redis.call("PTTL", "e")' 0
    EVAL 'return redis.call("PEXPIRE", "e", 1000)' 0
    EVAL 'return {redis.call("TTL", "e"), redis.call("TTL", "n"), redis.call("TTL", "missing")}' 0
    +999
    EVAL 'return redis.call("EXISTS", "e")' 0
    +2
    EVAL 'return redis.call("EXISTS", "e")' 0
    EVAL 'redis.call("SETEX", "e", 10, 1) return redis.call("TTL", "e")' 0
    EVAL 'redis.call("EXPIRE", "e", -1) return redis.call("EXISTS", "e")' 0
    EVAL 'return redis.call("EXPIRE", "e")' 0
    EVAL 'return redis.call("EXPIRE", "e", "x")' 0
    EVAL 'return redis.call("ZADD", "z", 1, "a", 2, "b")' 0
    EVAL 'return redis.call("ZRANGE", "z", 0, -1, "WITHSCORES")' 0
    EVAL 'return redis.call("HGETALL", "none")' 0
    EVAL 'redis.call("HSET", "h", "f", 1.5) return redis.call("HGET", "h", "f")' 0
    EVAL 'return redis.call("HMGET", "h", "f", "g")' 0
    EVAL 'return #redis.call("HMGET", "h", "f", "g")' 0
    SCRIPT LOAD 'return ARGV[1]'
    SCRIPT LOAD 'not lua at all ('
    SCRIPT LOAD
    SCRIPT EXISTS 098e0f0d1448c0a81dafe820f66d460eb09263da 0000000000000000000000000000000000000000
    EVALSHA 098e0f0d1448c0a81dafe820f66d460eb09263da 0 hello
    EVALSHA 098E0F0D1448C0A81DAFE820F66D460EB09263DA 0 hello
    EVALSHA 0000000000000000000000000000000000000000 0
    EVALSHA 098e0f0d1448c0a81dafe820f66d460eb09263da x
    SCRIPT NOPE
    SCRIPT FLUSH NOPE
    SCRIPT FLUSH
    EVALSHA 098e0f0d1448c0a81dafe820f66d460eb09263da 0 hello
  `,
  ),
];
