import type { Indexes, MarkRead, Unread } from './types.ts';

export const indexes: Indexes = [];

export const unread: Unread = () => Promise.reject(new Error('Not written yet.'));

export const markRead: MarkRead = () => Promise.reject(new Error('Not written yet.'));
