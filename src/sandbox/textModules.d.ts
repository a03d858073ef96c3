/** Files that are bundled as their text. */
declare module '*.guest.js' {
  const text: string;
  export default text;
}

declare module '*.thread.js' {
  const text: string;
  export default text;
}
