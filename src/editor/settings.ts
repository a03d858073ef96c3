import * as vscode from 'vscode';
import type { SettingTypes } from './ids';

const section = 'designDrills';

/** The setting as it applies at `scope`; its default exists once, in package.json. */
export function readSetting<K extends keyof SettingTypes>(
  key: K,
  scope?: vscode.ConfigurationScope,
): SettingTypes[K] {
  const value = vscode.workspace.getConfiguration(section, scope).get<SettingTypes[K]>(key);
  if (value === undefined) throw new Error(`${section}.${key} has no default in package.json`);
  return value;
}

export const onDidChangeSetting = (key: keyof SettingTypes, listener: () => void): vscode.Disposable =>
  vscode.workspace.onDidChangeConfiguration(event => {
    if (event.affectsConfiguration(`${section}.${key}`)) listener();
  });
