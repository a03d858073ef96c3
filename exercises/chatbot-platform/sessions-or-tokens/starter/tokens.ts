/** What an access token says. Everything in it can be read by everybody who holds it. */
export interface Claims {
  readonly userId: string;
  readonly deviceId: string;
  readonly roles: readonly string[];
  readonly endsAt: number;
}

// How are claims and signature put together, and taken apart again if somebody has invented the whole text?
// What does a refresh token have to say, so that an old one can be told from one that never existed?
