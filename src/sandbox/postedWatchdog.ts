/** Imported before the realm is hardened: meanwhile the thread can start on another core. */
import { givenCeilingMb, givenMode } from './childArguments';
import { Watchdog } from './watchdog';

// A debugger would show the thread, and stop it with the rest.
export const watchdog = new Watchdog(givenCeilingMb, givenMode !== 'debug');
