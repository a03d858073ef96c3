/** What an archive may hold. Nothing is unpacked beyond it, whatever the archive says of itself. */
export const archiveLimits = {
  /** Bytes of the archive. */
  archiveBytes: 20_000_000,
  files: 2_100,
  /** Bytes of one file, unpacked. */
  fileBytes: 2_000_000,
  /** Bytes of all files, unpacked. */
  totalBytes: 40_000_000,
} as const;

export type ArchiveLimits = { readonly [K in keyof typeof archiveLimits]: number };
