// fails or timed out in the data, judged by redis | A script that never ends.
export const attack = client => client.eval('while true do end', 0);
