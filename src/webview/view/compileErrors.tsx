import type { CompileError } from '../../core/run/report';
import { CodeLink } from './codePlace';

export function CompileErrors({ errors }: { readonly errors: readonly CompileError[] }) {
  return (
    <ol class="compile-errors">
      {errors.map(({ file, line, column, message, codeFrame }, index) => (
        <li key={index}>
          <p class="failure-message">{message}</p>
          <CodeLink file={file} line={line} column={column} />
          {codeFrame !== '' && <CodeFrame text={codeFrame} />}
        </li>
      ))}
    </ol>
  );
}

function CodeFrame({ text }: { readonly text: string }) {
  return (
    <pre class="code-frame" tabIndex={0}>
      {text.split('\n').map((line, index) => (
        <span key={index} class={/^\s*>/.test(line) ? 'code-frame-hit' : undefined}>
          {`${line}\n`}
        </span>
      ))}
    </pre>
  );
}
