import type { Audit } from './types';

export const audit: Audit = _db => Promise.reject(new Error('not implemented: an audit'));
