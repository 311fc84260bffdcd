// Reads a graph file with graphology and prints what it found as JSON.
//
//     node read.cjs graphml|gexf FILE
const fs = require('fs');
const Graph = require('graphology');

const [format, path] = process.argv.slice(2);
const {parse} = require('graphology-' + format);
const graph = parse(Graph, fs.readFileSync(path, 'utf8'));
const found = {type: graph.type, nodes: {}, edges: {}};
graph.forEachNode((key, attributes) => {
  found.nodes[key] = attributes;
});
graph.forEachEdge((key, attributes, source, target) => {
  found.edges[key] = [source, target, attributes];
});
process.stdout.write(JSON.stringify(found));
