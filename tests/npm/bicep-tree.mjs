// Reads {"path": "text of a Bicep file", …} and writes the syntax tree of each: {"path": [type, line, field, text or children], …}.
// A node without named children has its text; one that the grammar could not read has the type ERROR or MISSING.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(fileURLToPath(import.meta.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm'))));

function shape(node, field) {
  const type = node.isMissing ? 'MISSING' : node.type;
  const children = [];
  for (let i = 0; i < node.childCount; i++) {
    const child = node.child(i);
    if (child.isNamed || child.isMissing || child.isError) {
      children.push(shape(child, node.fieldNameForChild(i)));
    }
  }
  return [type, node.startPosition.row + 1, field ?? '', children.length > 0 ? children : node.text];
}

const files = JSON.parse(readFileSync(0, 'utf8'));
const trees = {};
for (const [path, text] of Object.entries(files)) {
  trees[path] = shape(parser.parse(text).rootNode, '');
}
process.stdout.write(JSON.stringify(trees));
