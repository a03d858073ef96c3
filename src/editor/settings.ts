import * as vscode from 'vscode';
import { isFlag, isListOf, isNumber, isText, orNull, type Is } from '../core/shape';
import type { SettingTypes } from './ids';

const section = 'designDrills';

/** A person may have written anything into settings.json. */
const shapes: { readonly [K in keyof SettingTypes]: Is<SettingTypes[K]> } = {
  'packs.folders': isListOf(isText),
  'attempts.folder': isText,
  'run.onSave': isFlag,
  'run.timeoutSeconds': orNull(isNumber),
  'services.redisUrl': isText,
  'codeLens.enabled': isFlag,
};

/** The setting as it applies at `scope`; its default, which exists once, in package.json, where it is not of its type. */
export function readSetting<K extends keyof SettingTypes>(
  key: K,
  scope?: vscode.ConfigurationScope,
): SettingTypes[K] {
  const configuration = vscode.workspace.getConfiguration(section, scope);
  const is: Is<SettingTypes[K]> = shapes[key];
  const value: unknown = configuration.get(key);
  if (is(value)) return value;
  const usual: unknown = configuration.inspect(key)?.defaultValue;
  if (is(usual)) return usual;
  throw new Error(`${section}.${key} has no default in package.json`);
}

export const onDidChangeSetting = (key: keyof SettingTypes, listener: () => void): vscode.Disposable =>
  vscode.workspace.onDidChangeConfiguration(event => {
    if (event.affectsConfiguration(`${section}.${key}`)) listener();
  });
