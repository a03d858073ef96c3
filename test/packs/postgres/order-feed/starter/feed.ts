import type { Page, Place } from './types';

export const page: Page = () => Promise.reject(new Error('not written yet'));

export const place: Place = () => Promise.reject(new Error('not written yet'));
