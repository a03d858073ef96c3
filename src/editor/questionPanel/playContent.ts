import { renderInlineMarkdown, renderMarkdown } from '../../core/markdown';
import { presetSettings, stopsOf, type Parameter, type Playground } from '../../core/playground';
import type { ParameterView, PlaygroundView } from '../../protocol/playground';

/** What the pack's author wrote of it. */
export const playContent = (
  playground: Playground,
): Pick<PlaygroundView, 'aboutHtml' | 'parameters' | 'presets'> => ({
  aboutHtml: renderMarkdown(playground.about, { demoteHeadings: 2 }),
  parameters: playground.parameters.map(parameter => parameterView(parameter, playground)),
  presets: playground.presets.map(preset => ({
    title: preset.title,
    aboutHtml: renderInlineMarkdown(preset.about),
    settings: presetSettings(playground, preset),
  })),
});

function parameterView(parameter: Parameter, { presets }: Playground): ParameterView {
  const { id, title } = parameter;
  const base = { id, title, aboutHtml: renderInlineMarkdown(parameter.about) };
  switch (parameter.kind) {
    case 'number': {
      const also = [parameter.default, ...presets.flatMap(({ settings }) => settings[id] ?? [])];
      const stops = stopsOf(
        parameter,
        also.filter(value => typeof value === 'number'),
      );
      return { ...base, kind: 'number', unit: parameter.unit, stops, default: parameter.default };
    }
    case 'choice':
      return { ...base, kind: 'choice', choices: parameter.choices, default: parameter.default };
  }
}
