/** The context keys of VS Code that our when clauses use, from its reference of when clause contexts. */
export const vscodeContextKeys: ReadonlySet<string> = new Set([
  'activeWebviewPanelId',
  'controllerId',
  'editorLangId',
  'isWorkspaceTrusted',
  'resource',
  'resourceFilename',
  'resourceLangId',
  'resourcePath',
  'resourceScheme',
  'testId',
  'view',
  'viewItem',
  'virtualWorkspace',
  'webviewId',
  'workspaceFolderCount',
  'workbenchState',
]);
