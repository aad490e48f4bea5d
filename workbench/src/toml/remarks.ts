// Remarks of a file.

/** The remark behind a value, with the lines below that go on with it: they hold nothing else and are indented. */
export function remarkAt(lines: string[], line: number, from: number): string | undefined {
  const first = /#\s*(.+)$/.exec((lines[line] ?? "").slice(from))?.[1];
  if (first === undefined) return undefined;
  const words = [first];
  for (let next = line + 1; /^\s+#/.test(lines[next] ?? ""); next += 1) words.push((lines[next] as string).replace(/^\s+#\s*/, ""));
  return words.join(" ");
}
