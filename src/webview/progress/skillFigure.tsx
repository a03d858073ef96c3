import type { SkillLevel } from '../../core/advice/skillLevels';
import type { Say } from '../say';
import { percentWords } from './progressWords';
import { lineHeight, radarOf } from './radar';

interface Props {
  readonly skills: readonly SkillLevel[];
  readonly say: Say;
}

/** A radar for the eye, and the same as a table for everybody. */
export function Skills({ skills, say }: Props) {
  return (
    <div class="skills">
      <SkillRadar skills={skills} say={say} />
      <table class="skill-table">
        <thead>
          <tr>
            <th scope="col">{say('skillColumn')}</th>
            <th scope="col">{say('skillPassed')}</th>
            <th scope="col">{say('skillShare')}</th>
          </tr>
        </thead>
        <tbody>
          {skills.map(({ skill, passed, total }) => (
            <tr key={skill}>
              <th scope="row">{say(`skill.${skill}`)}</th>
              <td>{say('skillTally', { passed, total })}</td>
              <td>{percentWords(passed / total, say)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SkillRadar({ skills, say }: Props) {
  const radar = radarOf(
    skills.map(({ skill, passed, total }) => ({ name: say(`skill.${skill}`), share: passed / total })),
  );
  if (!radar) return null;
  return (
    <svg
      class="radar"
      viewBox={`0 0 ${radar.width} ${radar.height}`}
      role="img"
      aria-label={say('skillsFigure', { count: skills.length })}
    >
      {radar.rings.map(points => (
        <polygon key={points} class="radar-ring" points={points} />
      ))}
      {radar.axes.map(({ from, to }, i) => (
        <line key={i} class="radar-ring" x1={from.x} y1={from.y} x2={to.x} y2={to.y} />
      ))}
      <polygon class="radar-area" points={radar.area} />
      {radar.axes.map(({ at, label, anchor, lines }, i) => (
        <g key={i}>
          <circle class="radar-dot" cx={at.x} cy={at.y} r="3.5" />
          <text class="radar-label" text-anchor={anchor}>
            {lines.map((line, n) => (
              <tspan key={n} x={label.x} y={label.y + n * lineHeight}>
                {line}
              </tspan>
            ))}
          </text>
        </g>
      ))}
    </svg>
  );
}
