/** What the host has left in the page, in `<script type="application/json" id="…">`; null where there is nothing to read. */
export function jsonIn(page: Document, id: string): unknown {
  try {
    return JSON.parse(page.getElementById(id)?.textContent ?? 'null');
  } catch {
    return null;
  }
}
