import type { ComponentChildren, HTMLAttributes } from 'preact';

interface ButtonAttributes extends HTMLAttributes<HTMLElement> {
  readonly secondary?: boolean;
  readonly children?: ComponentChildren;
}

interface ProgressAttributes extends HTMLAttributes<HTMLElement> {
  readonly value?: number;
  readonly max?: number;
  readonly indeterminate?: boolean;
}

/** The part of the element that the panel reads. */
export interface TextareaElement extends HTMLElement {
  value: string;
}

interface TextareaAttributes extends HTMLAttributes<TextareaElement> {
  readonly label?: string;
  readonly value?: string;
  readonly rows?: number;
  readonly resize?: 'none' | 'vertical';
  readonly placeholder?: string;
}

declare module 'preact' {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- JSX learns of an element in no other way
  namespace JSX {
    interface IntrinsicElements {
      'vscode-button': ButtonAttributes;
      'vscode-progress-bar': ProgressAttributes;
      'vscode-textarea': TextareaAttributes;
    }
  }
}
