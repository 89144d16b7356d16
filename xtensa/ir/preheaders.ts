import { Dominance, type Loop } from './dominance';
import { retarget } from './edit';
import { Block, type Graph, type Node } from './graph';

/** Gives every loop a preheader: a block that leads only to the loop's header, for what needs to run only once. */
export function addPreheaders(graph: Graph): void {
  for (const { header, blocks } of new Dominance(graph).loops) {
    const outside = header.predecessors.filter((each) => !blocks.has(each));
    if (outside.length === 1 && outside[0].end?.kind === 'jump') continue;
    const preheader = new Block();
    preheader.end = { kind: 'jump', to: header, at: outside[0].terminator().at };
    preheader.predecessors = outside;
    for (const phi of header.phis) splitPhi(phi, header, preheader, blocks);
    header.predecessors = [...header.predecessors.filter((each) => blocks.has(each)), preheader];
    for (const each of outside) retarget(each, header, preheader);
    const first = graph.blocks.findIndex((each) => blocks.has(each));
    graph.blocks.splice(first, 0, preheader);
  }
}

function splitPhi(phi: Node, header: Block, preheader: Block, blocks: ReadonlySet<Block>): void {
  const isInside = (_: Node, index: number): boolean => blocks.has(header.predecessors[index]);
  const inside = phi.inputs.filter(isInside);
  const outside = phi.inputs.filter((node, index) => !isInside(node, index));
  let entering = outside[0];
  if (outside.some((node) => node !== entering)) {
    entering = Object.assign(Object.create(Object.getPrototypeOf(phi) as object) as Node, phi, {
      inputs: outside,
      block: preheader,
    });
    preheader.phis.push(entering);
  }
  phi.inputs = [...inside, entering];
}

/** The loop's preheader, if it has one. */
export function preheaderOf({ header, blocks }: Loop): Block | undefined {
  const outside = header.predecessors.filter((each) => !blocks.has(each));
  return outside.length === 1 && outside[0].end?.kind === 'jump' ? outside[0] : undefined;
}
