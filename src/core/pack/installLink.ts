/** What a link to the editor asks for, by its path and its decoded query. */
export type InstallLink =
  | { readonly kind: 'install'; readonly address: string }
  /** A link that this version does not know. */
  | { readonly kind: 'unknown' };

const prefix = 'url=';

/**
 * Reads `…/install?url=https://…`. The editor has decoded the query once, so that an address with a query of its own
 * cannot be told from further parameters: `url` comes first, and all that follows belongs to it.
 */
export function parseInstallLink(link: { readonly path: string; readonly query: string }): InstallLink {
  if (link.path !== '/install' || !link.query.startsWith(prefix)) return { kind: 'unknown' };
  return { kind: 'install', address: link.query.slice(prefix.length) };
}
