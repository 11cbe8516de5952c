// Reads XML documents, one JSON string a line, with libxml2 (which is an ES module, and no relative of sax), and writes
// for each the plain data it holds, or { error }. A process of its own, since jest does not load ES modules.
import { createInterface } from 'node:readline';
import { XmlDocument, XmlElement } from 'libxml2-wasm';

function read(element) {
  const children = [];
  for (let node = element.firstChild; node; node = node.next)
    if (node instanceof XmlElement) children.push(node);
  if (children.length === 0) return element.content;
  const data = {};
  for (const child of children) (data[child.name] ??= []).push(read(child));
  return Object.fromEntries(
    Object.entries(data).map(([name, list]) => [name, list.length === 1 ? list[0] : list]),
  );
}

for await (const line of createInterface({ input: process.stdin })) {
  try {
    const document = XmlDocument.fromString(JSON.parse(line));
    console.log(JSON.stringify({ [document.root.name]: read(document.root) }));
    document.dispose();
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}
