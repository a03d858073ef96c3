/** What the store knows of a device. */
export interface Session {
  readonly deviceId: string;
  readonly name: string;
  readonly signedInAt: number;
  readonly lastUsedAt: number;
  // What else is needed to tell the newest refresh token, the one before, older ones, and those that never were?
}

// Which entries are there, under which keys, and when may each be forgotten?
// Which reads and writes must nothing come between?
