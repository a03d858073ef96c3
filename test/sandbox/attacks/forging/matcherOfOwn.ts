// fails, judged by throws | Exports a class that takes everything for one of its own.
export const OwnError = () => true;
export const run = kind => { if (kind !== 'none') throw new Error(kind); throw 1; };
export const later = async kind => { throw kind; };
