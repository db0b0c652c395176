"""What Redis does with a comment, in its own language and in one step, so that nothing is lost.

It is the table of ``service.storage.copies`` once more: slots lead from the bands of a fingerprint
to the newest comment that has them. A comment's record expires by itself, or goes when there are
too many; the comments of a cluster stand in a set that is sorted by time.
"""

from typing import Final

MOST_LOOKED_AT: Final = 1_000
"""Comments of a cluster, the newest, whose authors and articles are counted."""

SCRIPT: Final = f"""
local prefix = KEYS[1]
local key, at, window, most = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local parties, signature, id = ARGV[5], ARGV[6], ARGV[7]
local most_alike, most_ids, slots = tonumber(ARGV[8]) - 1, tonumber(ARGV[9]), ARGV[10]
local since = at - window

local held = redis.call('GET', prefix .. ':key')
if held and held ~= key then return {{held}} end
if not held then redis.call('SET', prefix .. ':key', key) end

local number = redis.call('INCR', prefix .. ':count') % 4294967296
local oldest = prefix .. ':comment:' .. ((number - most) % 4294967296)
local gone = redis.call('GET', oldest)
if gone then
    redis.call('DEL', oldest)
    redis.call('ZREM', prefix .. ':cluster:' .. struct.unpack('>I4', gone), gone:sub(77))
end

local wanted, cluster, met = {{signature:byte(1, 64)}}, nil, {{}}
for begin = 1, #slots, 4 do
    local slot = struct.unpack('>I4', slots, begin) * 4
    local found = redis.call('GETRANGE', prefix .. ':slots', slot, slot + 3)
    if found ~= '' and not met[found] then
        met[found] = true
        local other = redis.call('GET', prefix .. ':comment:' .. struct.unpack('>I4', found))
        if other and struct.unpack('>d', other, 5) > since then
            local alike = 0
            for place = 1, 64 do
                if other:byte(12 + place) == wanted[place] then alike = alike + 1 end
            end
            if alike > most_alike then
                most_alike, cluster = alike, struct.unpack('>I4', other)
            end
        end
    end
end

local known = cluster ~= nil
local kept = prefix .. ':cluster:' .. (cluster or number)
local member = parties .. struct.pack('>I4', number) .. id
local record = struct.pack('>I4d', cluster or number, at) .. signature .. member
redis.call('SET', prefix .. ':comment:' .. number, record, 'EX', window)
if not known then redis.call('DEL', kept) end
redis.call('ZREMRANGEBYSCORE', kept, '-inf', since)
redis.call('ZADD', kept, at, member)
redis.call('EXPIRE', kept, window)
for begin = 1, #slots, 4 do
    local slot = struct.unpack('>I4', slots, begin) * 4
    redis.call('SETRANGE', prefix .. ':slots', slot, struct.pack('>I4', number))
end
if redis.call('TTL', prefix .. ':count') < window then
    for _, name in ipairs({{':key', ':count', ':slots'}}) do
        redis.call('EXPIRE', prefix .. name, 2 * window)
    end
end

local size = redis.call('ZCARD', kept)
if size < 2 then return nil end
local met_authors, met_articles, authors, articles, own = {{}}, {{}}, 0, 0, 0
local nobody, author = string.rep('\\0', 8), parties:sub(1, 8)
for _, one in ipairs(redis.call('ZRANGE', kept, -{MOST_LOOKED_AT}, -1)) do
    local by, under = one:sub(1, 8), one:sub(9, 16)
    if by == author then own = own + 1 end
    if by ~= nobody and not met_authors[by] then
        met_authors[by], authors = true, authors + 1
    end
    if under ~= nobody and not met_articles[under] then
        met_articles[under], articles = true, articles + 1
    end
end
local told = {{size, authors, articles, own}}
for _, one in ipairs(redis.call('ZRANGE', kept, 0, most_ids - 1)) do
    told[#told + 1] = one:sub(21)
end
return told
"""
