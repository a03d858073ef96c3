/** What the server says about a failed statement. */
export interface SqlErrorFields {
  readonly severity: string;
  /** SQLSTATE. */
  readonly code: string;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
  /** Of the statement's text, from 1. */
  readonly position?: number;
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
}

/** https://www.postgresql.org/docs/18/protocol-error-fields.html */
const letters: Readonly<Record<string, keyof SqlErrorFields>> = {
  V: 'severity',
  C: 'code',
  M: 'message',
  D: 'detail',
  H: 'hint',
  s: 'schema',
  t: 'table',
  c: 'column',
  n: 'constraint',
};

export function sqlErrorFrom(body: Uint8Array): SqlErrorFields {
  const fields: Record<string, string | number> = {};
  for (const part of new TextDecoder().decode(body).split('\0')) {
    const [letter = '', value] = [part[0], part.slice(1, 4_000)];
    const name = letters[letter];
    if (name !== undefined) fields[name] = value;
    else if (letter === 'P') fields['position'] = Number(value);
  }
  return { severity: 'ERROR', code: 'XX000', message: 'unknown error', ...fields };
}

/** A plain `Error` with the fields as properties, new each time: it is handed to guests. */
export function postgresError(fields: SqlErrorFields): Error {
  const error = new Error(fields.message);
  const { message: _, ...others } = fields;
  Object.defineProperty(error, 'name', { value: 'PostgresError', enumerable: false, configurable: true });
  for (const [name, value] of Object.entries(others))
    Object.defineProperty(error, name, { value, enumerable: true, configurable: true, writable: true });
  return error;
}

/** An error that this side makes, in the server's form. */
export const ownError = (code: string, message: string, hint?: string): Error =>
  postgresError({ severity: 'ERROR', code, message, ...(hint !== undefined && { hint }) });
