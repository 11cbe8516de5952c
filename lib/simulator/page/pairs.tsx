import type { VNode } from 'preact';

/** Names with their values. Names without a value are left out. */
export const Pairs = ({
  values,
}: {
  readonly values: Readonly<Record<string, string | number | undefined>>;
}): VNode => (
  <table class="pairs">
    <tbody>
      {Object.entries(values)
        .filter(([, value]) => value !== undefined && value !== '')
        .map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td dir="auto">{String(value)}</td>
          </tr>
        ))}
    </tbody>
  </table>
);
